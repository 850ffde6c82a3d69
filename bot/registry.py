"""Finds what lies in a package: one module a rule, a step, a command. No list to keep up by hand."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from bot.errors import SettingsError


def modules_with(package: ModuleType, attribute: str) -> dict[str, ModuleType]:
    """Every module directly in `package` that has `attribute`, under that attribute's value when it is text, else the module's name.

    Raises SettingsError when two modules claim one name.
    """
    found: dict[str, ModuleType] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        value = getattr(module, attribute, None)
        if value is None:
            continue
        name = value if isinstance(value, str) else info.name
        if name in found:
            raise SettingsError(
                f"Two modules of {package.__name__} are called {name!r}; known: {', '.join(found)}. Rename one."
            )
        found[name] = module
    return found
