"""`qinda shop import`: the shop's own tables."""

from __future__ import annotations

from typing import Any

import click

from bot.cli.imports import import_all, import_options
from bot.cli.parts import Parts


def _known(context: click.Context, option: click.Parameter, kind: str | None) -> str | None:
    """The kinds are those of the parsers that there are, and these are known with the parts only."""
    if kind is not None and kind not in (known := context.obj.table_kinds):
        raise click.BadParameter(
            f"{kind!r} is no table of a shop; expected one of {', '.join(known)}.", context, option
        )
    return kind


@click.group()
def command() -> None:
    """The shop's facts: catalogue, couriers, promotions, policies, shipments."""


@command.command("import")
@click.option(
    "--kind",
    callback=_known,
    help="What the table is, as docs/shop_tables.md calls it; without it the columns and the file's name decide.",
)
@import_options
@click.pass_obj
def import_tables(parts: Parts, /, **chosen: Any) -> None:
    """Import tables (.csv or .xlsx; columns in docs/shop_tables.md), all together or none."""
    import_all(parts, **chosen)
