"""`qinda classify`: what each message of a file asks."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import click

from bot.cli.lines import read_lines, refuse_places, write_lines
from bot.cli.parts import Parts, show_progress
from bot.desk.sorting import row_faults, sort_message

_STEP = 500


@click.command()
@click.argument("messages", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def command(parts: Parts, messages: Path, out: Path) -> None:
    """Sort MESSAGES (JSON lines {"id", "text", "context"?}) into OUT, a row each, in the same order."""
    refuse_places(messages, out)
    rows = read_lines(messages, functools.partial(row_faults, empty_ok=True))
    classifier, now = parts.classifier(), parts.now()

    def sorted_rows() -> Iterator[object]:
        for number, row in enumerate(rows, 1):
            yield sort_message(classifier, row, now=now)
            if number % _STEP == 0 or number == len(rows):
                show_progress("messages", number, len(rows))

    click.echo(f"{write_lines(out, sorted_rows())} messages sorted by model {classifier.version}.", err=True)
