"""`qinda serve`: the helper page and the API."""

from __future__ import annotations

import click

from bot.cli.parts import Parts


@click.command()
@click.pass_obj
def command(parts: Parts) -> None:
    """Serve on QINDA_BIND (127.0.0.1:8000) until interrupted."""
    shop = "the demo shop, because no shop is imported yet" if parts.uses_demo else "the imported shop"
    told = f"Qinda serves {shop} on http://{parts.address} (this machine only; there are no accounts yet)."
    parts.serve(started=lambda: click.echo(told, err=True))
