"""`qinda orders import`: the platform's order files."""

from __future__ import annotations

from typing import Any

import click

from bot.cli.imports import import_all, import_options
from bot.cli.parts import Parts


@click.group()
def command() -> None:
    """The shop's orders."""


@command.command("import")
@import_options
@click.pass_obj
def import_orders(parts: Parts, /, **chosen: Any) -> None:
    """Import ExportOrderList and ExportOrderDetailList files (.csv or .xlsx, as downloaded), all together or none.

    \b
    qinda orders import ExportOrderList202611201830.csv ExportOrderDetailList202611201830.csv
    """
    import_all(parts, **chosen)
