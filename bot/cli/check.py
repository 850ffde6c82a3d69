"""`qinda check`: the red lines that drafts cross."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.lines import chunks, read_lines, refuse_places, write_lines
from bot.cli.parts import Parts


@click.command()
@click.argument("drafts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def command(parts: Parts, drafts: Path, out: Path) -> None:
    """Judge DRAFTS (JSON lines {"id", "text", "buyer_said"?, "facts"?}) into OUT, a row of findings each, in the same order."""
    refuse_places(drafts, out)
    rows = read_lines(drafts, parts.draft_faults)
    judged = [row for chunk in chunks(rows) for row in parts.check_rows(chunk)]
    written = write_lines(out, judged)
    stopped = sum(any(f["severity"] == "block" for f in row["findings"]) for row in judged)  # type: ignore[attr-defined]
    click.echo(f"{written} drafts judged, {stopped} stopped.", err=True)
