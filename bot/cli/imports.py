"""What both imports share: which files, into which shop, and the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.cli.parts import Parts

_Command = TypeVar("_Command", bound=Callable[..., Any])


def import_options(command: _Command) -> _Command:
    """The files, `--shop` and `--name` (the shop is made at its first import), `--accept-open-end`."""
    for option in (
        click.option(
            "--accept-open-end", is_flag=True, help="The files are whole, though a last line has no line end."
        ),
        click.option(
            "--name", "shop_name", default="我的店铺", show_default=True, help="The shop's name, used when it is new."
        ),
        click.option(
            "--shop", "shop_id", help="The shop's id in the store.  [default: the setting QINDA_SHOP, else main]"
        ),
        click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):
        command = option(command)
    return command


def import_all(
    parts: Parts,
    files: Sequence[Path],
    *,
    kind: str | None = None,
    shop_id: str | None,
    shop_name: str,
    accept_open_end: bool,
) -> None:
    """Publish the files in one transaction and say what changed."""
    parsed = [parts.parse_file(path, kind, accept_open_end=accept_open_end) for path in files]
    into, before = shop_id or parts.import_shop, parts.own_shops
    for report in parts.import_files(parsed, shop_id=into, shop_name=shop_name):
        click.echo(str(report))
    for hint in _hints(into, before, parts.chosen_shop):
        click.echo(hint, err=True)


def _hints(into: str, before: Sequence[str], chosen: str | None) -> list[str]:
    """What must be done so that this shop is the one that answers."""
    hints = []
    shops = sorted({*before, into})
    if len(shops) > 1 and chosen != into:
        hints.append(
            f"Several shops are in the store ({', '.join(shops)}), and one answers: set QINDA_SHOP={into} to have this one."
        )
    if hints or into not in before:
        kept = "another shop" if before else "the demo shop"
        hints.append(f"A server that is running keeps serving {kept} until it is started again.")
    return hints
