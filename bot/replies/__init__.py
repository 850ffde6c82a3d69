"""The wordings: one YAML an intent under `templates/`, chosen by circumstances, filled from facts."""
