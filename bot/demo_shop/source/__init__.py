"""What the demo shop's files are made from: goods, terms and people, as TOML."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any


def read(name: str) -> dict[str, Any]:
    """The named table file, without its ending."""
    return tomllib.loads(resources.files("bot.demo_shop.source").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
