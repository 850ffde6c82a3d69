"""Read by Alembic, which puts the connection of `bot.storage.migrate` into the configuration."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import METADATA


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic loads it; imported by another, it does nothing
    run()
