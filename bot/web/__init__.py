"""Flask: the JSON API under `api/`, the pages, health, and errors as problem documents."""
