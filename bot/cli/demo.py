"""`qinda demo`: the made-up shop, laid relative to now."""

from __future__ import annotations

import click

from bot.cli.parts import Parts


@click.command()
@click.pass_obj
def command(parts: Parts) -> None:
    """Lay the demo shop anew: orders, parcels and campaigns with times relative to now, in a store of its own."""
    name, rows = parts.lay_demo()
    counts = ", ".join(f"{n} {kind}" for kind, n in rows.items())
    click.echo(f"{name} laid with times relative to now, apart from any real shop: {counts}.", err=True)
