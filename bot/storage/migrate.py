"""The store's upgrades, run by Alembic inside the caller's transaction: a crash half-way leaves the old store."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import StoreError


def migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.attributes["connection"] = connection
    _refuse_newer(connection, ScriptDirectory.from_config(config))
    command.upgrade(config, "head")


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - known
    if unknown:
        raise StoreError(
            f"The store was made by a newer Qinda (its tables are at {', '.join(sorted(unknown))}, "
            "which this version does not know). Install that version or restore an older backup; nothing was changed."
        )
