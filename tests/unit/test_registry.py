"""A package is walked; two modules of one name stop the start."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import bot.cli
import bot.facts
from bot.errors import SettingsError
from bot.registry import modules_with


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ModuleType]]:
    def _make(**modules: str) -> ModuleType:
        folder = tmp_path / "walked"
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        return importlib.import_module("walked")

    yield _make
    for name in [n for n in sys.modules if n.split(".")[0] == "walked"]:
        del sys.modules[name]


def test_modules_are_found_by_the_name_they_give_themselves(package: Callable[..., ModuleType]) -> None:
    found = modules_with(package(b="ID = 'beta'", a="ID = 'alpha'", c="OTHER = 1"), "ID")
    assert list(found) == ["alpha", "beta"]


def test_a_module_whose_attribute_is_no_text_has_its_own_name(package: Callable[..., ModuleType]) -> None:
    assert list(modules_with(package(train="command = print"), "command")) == ["train"]


def test_two_of_one_name_stop_the_start(package: Callable[..., ModuleType]) -> None:
    with pytest.raises(SettingsError, match="Two modules of walked are called 'x'; known: x"):
        modules_with(package(a="ID = 'x'", b="ID = 'x'"), "ID")


def test_a_module_that_does_not_load_is_not_passed_over(package: Callable[..., ModuleType]) -> None:
    with pytest.raises(ZeroDivisionError):
        modules_with(package(a="1 / 0"), "ID")


def test_the_shipped_packages_are_found() -> None:
    assert {"classify", "check", "reply", "serve", "train", "evaluate", "orders", "shop", "demo"} == set(
        modules_with(bot.cli, "command")
    )
    assert "stock" in modules_with(bot.facts, "NEED")
