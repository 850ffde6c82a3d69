"""The names of intents that the code itself must know."""

OTHER = "other"
SMALL_TALK = frozenset({"greeting", "thanks", "farewell", "acknowledgement"})
