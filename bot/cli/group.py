"""The `qinda` command."""

from __future__ import annotations

import click

import bot.cli
from bot.registry import modules_with


def commands() -> click.Group:
    """The group with every module of this package that has a `command`."""
    group = click.Group("qinda", help="Qinda 亲答: customer-service replies for Chinese online shops.")
    for name, module in modules_with(bot.cli, "command").items():
        group.add_command(module.command, name)
    return group
