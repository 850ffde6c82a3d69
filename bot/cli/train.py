"""`qinda train`: learn the intents."""

from __future__ import annotations

import json

import click

from bot.cli.parts import Parts, show_progress


@click.command()
@click.option("--if-missing", is_flag=True, help="Only when no whole model of this data and this format is there.")
@click.option("--json", "as_json", is_flag=True, help="The manifest as JSON.")
@click.pass_obj
def command(parts: Parts, if_missing: bool, as_json: bool) -> None:
    """Learn the intents from intents/definitions and training_data, and make the new version current."""
    manifest = parts.train(show_progress, only_if_missing=if_missing)
    if manifest is None:
        click.echo("The current model was trained on this data; nothing to do.", err=True)
    elif as_json:
        click.echo(json.dumps(dict(manifest), ensure_ascii=False, indent=1))
    else:
        accuracy, classes = manifest["scores"]["cross_validated_accuracy"], len(manifest["classes"])
        click.echo(
            f"Version {manifest['version']}: {manifest['rows']} examples, {classes} intents, {accuracy:.1%} right."
        )
