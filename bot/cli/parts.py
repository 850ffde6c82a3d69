"""What the commands are handed by the composition root. Everything is built when asked for, not before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import click

from bot.domain.reply import Reply
from bot.errors import Problem
from bot.ports import ParsedFile
from intents import Classifier

Progress = Callable[[str, int, int], None]


class Parts(Protocol):
    """One run's parts."""

    def now(self) -> datetime: ...
    def reply(self, request: Mapping[str, Any]) -> Reply:
        """From the shop's store, or the demo shop when that is empty."""

    def classifier(self) -> Classifier: ...
    @property
    def models(self) -> Path:
        """Where the versions lie: another process loads the classifier's from here, with `cache`."""

    @property
    def cache(self) -> Path: ...
    def draft_faults(self, row: Any, where: str) -> list[Problem]: ...
    def check_rows(self, rows: Sequence[Any]) -> list[dict[str, object]]: ...
    def parse_file(self, path: Path, kind: str | None, *, accept_open_end: bool) -> ParsedFile: ...
    def import_files(self, parsed: Sequence[ParsedFile], *, shop_id: str, shop_name: str) -> Sequence[Any]:
        """Import reports, one a file; the shop is made when it is not there."""

    def lay_demo(self) -> tuple[str, Mapping[str, int]]:
        """Make the demo shop anew relative to now: its name, and how many rows of each kind."""

    def train(self, progress: Progress, *, only_if_missing: bool) -> Mapping[str, Any] | None:
        """The new version's manifest; None: one that fits the data was there already."""

    def evaluate(self, out: Path, progress: Progress) -> Mapping[str, Any]:
        """Cross-validate and write the report and its pictures into `out`."""

    def serve(self, *, started: Callable[[], None]) -> None:
        """Until interrupted; `started` is called when the address is taken and everything is ready."""

    @property
    def table_kinds(self) -> Sequence[str]:
        """The tables that a shop writes itself."""

    @property
    def import_shop(self) -> str:
        """Where imports go when no shop is named."""

    @property
    def own_shops(self) -> Sequence[str]:
        """The ids of the shops that were imported; the demo shop is none."""

    @property
    def chosen_shop(self) -> str | None:
        """QINDA_SHOP."""

    @property
    def address(self) -> str: ...
    @property
    def uses_demo(self) -> bool: ...


def show_progress(what: str, done: int, of: int) -> None:
    """One line a step on stderr, rewritten in place on a terminal."""
    bar = "█" * round(20 * done / of) + "░" * (20 - round(20 * done / of))
    click.echo(f"\r{bar} {what} {done}/{of} ", err=True, nl=done == of)
