from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import bot.compliance
from bot.compliance.guard import Guard


def rule_modules() -> list[ModuleType]:
    """Every module of the package that is a rule."""
    names = [m.name for m in pkgutil.iter_modules(bot.compliance.__path__)]
    modules = [importlib.import_module(f"bot.compliance.{name}") for name in names]
    return [m for m in modules if hasattr(m, "ID")]


@pytest.fixture(scope="session")
def guard() -> Guard:
    return Guard(rule_modules())  # type: ignore[arg-type]
