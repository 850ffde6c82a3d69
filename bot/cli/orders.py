"""`qinda orders import`: the platform's order files."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.imports import import_all, shop_options
from bot.cli.parts import Parts


@click.group()
def command() -> None:
    """The shop's orders."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@shop_options
@click.pass_obj
def import_orders(parts: Parts, files: tuple[Path, ...], shop_id: str, shop_name: str) -> None:
    """Import ExportOrderList and ExportOrderDetailList files (.csv or .xlsx, as downloaded), all together or none.

    \b
    qinda orders import ExportOrderList202611201830.csv ExportOrderDetailList202611201830.csv
    """
    import_all(parts, [parts.parse_file(path, None) for path in files], shop_id, shop_name)
