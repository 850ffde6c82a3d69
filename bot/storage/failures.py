"""Driver errors as StoreError: what happened, whether trying again can help, and nothing of the data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from bot.errors import StoreError

_BUSY = "The database is busy: another writer held it for too long. Try again in a moment."
_GONE = (
    "The database cannot be reached. Check that it runs and that DATABASE_URL is right; it is tried again by itself."
)
_FULL = "The disk of the database is full. Free some space; nothing was written."
_READ_ONLY = "The database may not be written to. Check the owner and the permissions of its file and folder."
_CORRUPT = "The database file is damaged. Stop Qinda and restore the last backup."
_CONSTRAINT = "The database refused a row that does not fit its rules; nothing was written."

_BY_SQLITE_MESSAGE = (
    ("locked", _BUSY, True),
    ("busy", _BUSY, True),
    ("full", _FULL, False),
    ("readonly", _READ_ONLY, False),
    ("unable to open", _READ_ONLY, False),
    ("malformed", _CORRUPT, False),
    ("not a database", _CORRUPT, False),
    ("disk i/o error", _FULL, False),
)
_RETRY_STATES = {
    "57014": _BUSY,  # statement timeout
    "55P03": _BUSY,  # lock timeout
    "40001": _BUSY,  # serialization failure
    "40P01": _BUSY,  # deadlock
    "53300": _BUSY,  # too many connections
    "57P01": _GONE,  # shut down by an administrator
    "57P02": _GONE,
    "57P03": _GONE,
}


@contextmanager
def translated() -> Iterator[None]:
    """Inside it the drivers' errors leave as StoreError, with their cause."""
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreError("All database connections are in use. Try again in a moment.", retry=True) from error
    except exc.DBAPIError as error:
        raise _store_error(error) from error
    except (exc.StatementError, UnicodeEncodeError) as error:
        what = type(getattr(error, "orig", None) or error).__name__
        raise StoreError(f"A value does not fit its column ({what}); nothing was written.") from error


def _store_error(error: exc.DBAPIError) -> StoreError:
    if isinstance(error, exc.IntegrityError):
        return StoreError(_CONSTRAINT)
    state = getattr(error.orig, "sqlstate", None)
    if state in _RETRY_STATES:
        return StoreError(_RETRY_STATES[state], retry=True)
    if state == "53100":
        return StoreError(_FULL)
    if error.connection_invalidated or (state or "").startswith("08"):
        return StoreError(_GONE, retry=True)
    said = str(error.orig).lower()
    for words, message, retry in _BY_SQLITE_MESSAGE:
        if words in said:
            return StoreError(message, retry=retry)
    if isinstance(error, exc.OperationalError):
        return StoreError(_GONE, retry=True)
    return StoreError(f"The database failed ({type(error.orig).__name__}); nothing was written.")
