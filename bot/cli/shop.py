"""`qinda shop import`: the shop's own tables."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.imports import import_all, shop_options
from bot.cli.parts import Parts

KINDS = ("catalogue", "size_charts", "couriers", "promotions", "policies", "shipments")


@click.group()
def command() -> None:
    """The shop's facts: catalogue, couriers, promotions, policies, shipments."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind", type=click.Choice(KINDS), help="What the table is; without it the columns and the file's name decide."
)
@shop_options
@click.pass_obj
def import_tables(parts: Parts, files: tuple[Path, ...], kind: str | None, shop_id: str, shop_name: str) -> None:
    """Import tables (.csv or .xlsx; columns in docs/shop_tables.md), all together or none."""
    import_all(parts, [parts.parse_file(path, kind) for path in files], shop_id, shop_name)
