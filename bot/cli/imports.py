"""What both imports share: which shop, and the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from bot.cli.parts import Parts
from bot.ports import ParsedFile

_Command = TypeVar("_Command", bound=Callable[..., Any])


def shop_options(command: _Command) -> _Command:
    """`--shop` and `--name`; the shop is made at its first import."""
    command = click.option(
        "--name", "shop_name", default="我的店铺", show_default=True, help="The shop's name, used when it is new."
    )(command)
    return click.option("--shop", "shop_id", default="main", show_default=True, help="The shop's id in the store.")(
        command
    )


def import_all(parts: Parts, parsed: Sequence[ParsedFile], shop_id: str, shop_name: str) -> None:
    """Publish the files in one transaction and say what changed."""
    for report in parts.import_files(parsed, shop_id=shop_id, shop_name=shop_name):
        click.echo(str(report))
