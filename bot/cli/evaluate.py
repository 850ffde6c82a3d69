"""`qinda evaluate`: how good the recipe is on the written data."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.parts import Parts, show_progress


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("evaluation"),
    show_default=True,
    help="Folder for the report.",
)
@click.pass_obj
def command(parts: Parts, out: Path) -> None:
    """Cross-validate; write intent_report.json, intent_confusion_matrix.png and intent_histogram.png."""
    report = parts.evaluate(out, show_progress)
    click.echo(
        f"{report['accuracy']:.1%} right of {report['rows']} examples, macro-F1 {report['macro_f1']:.3f}; see {out}/intent_report.json."
    )
