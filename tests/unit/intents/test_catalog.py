"""Definitions are read whole, or every fault of every file is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from intents import DefinitionError, load_catalog

GOOD: dict[str, Any] = {
    "id": "stock",
    "name": {"zh": "库存", "en": "Stock"},
    "risk": "low",
    "when": "问有没有货",
    "when_not": ["问哪天发 → shipping_time"],
    "needs": ["item", "stock"],
    "examples": ["有货吗"],
    "near_misses": [],
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def _write(stem: str = "stock", **changes: Any) -> Path:
        text = yaml.safe_dump({**GOOD, "id": stem, **changes}, allow_unicode=True)
        (tmp_path / f"{stem}.yaml").write_text(text, "utf-8")
        return tmp_path

    return _write


def faults(folder: Path) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load_catalog(folder)
    return list(caught.value.problems)


def test_a_good_definition_is_read(write: Callable[..., Path]) -> None:
    intent = load_catalog(write())["stock"]
    assert (intent.name_zh, intent.risk, intent.needs, intent.examples) == (
        "库存",
        "low",
        {"item", "stock"},
        ("有货吗",),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"risk": "huge"}, "risk is 'huge'"),
        ({"name": {"zh": "库存"}}, "name needs zh and en"),
        ({"needs": ["item", "Weather 2"]}, "needs must be a list of names"),
        ({"needs": "item"}, "needs must be a list"),
        ({"examples": ["有货吗", 3]}, "examples must be a list of texts"),
        ({"examples": "有货吗"}, "examples must be a list of texts"),
        ({"when_not": [""]}, "when_not must be a list of texts"),
        ({"near_misses": ["有货吗"]}, "near_misses must be a list"),
        ({"near_misses": None}, "near_misses must be a list"),
        ({"when": 3}, "when must be a text"),
        ({"surprise": 1}, "has keys ['surprise']"),
        ({"id": "sotck"}, "id is 'sotck'"),
        ({"near_misses": [{"text": "发货没", "intent": "nothing"}]}, "'nothing', which is no intent"),
    ],
)
def test_a_fault_is_told_with_its_file(
    change: dict[str, Any], said: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    text = yaml.safe_dump({**GOOD, **change}, allow_unicode=True)
    (tmp_path / "stock.yaml").write_text(text, "utf-8")
    (fault,) = faults(tmp_path)
    assert fault.startswith("stock.yaml: ")
    assert said in fault


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"- 1\n- 2\n", b"", b"!!python/object/apply:os.system [ls]"])
def test_a_file_that_is_no_definition_is_told(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "stock.yaml").write_bytes(raw)
    (fault,) = faults(tmp_path)
    assert fault.startswith("stock.yaml: ")


def test_a_sentence_under_two_intents_is_told(write: Callable[..., Path]) -> None:
    write("stock")
    (fault,) = faults(write("price"))
    assert fault == "stock.yaml: an example stands in price.yaml too: 有货吗"


def test_all_faults_of_all_files_are_told_at_once(write: Callable[..., Path]) -> None:
    write("stock", risk="huge", needs=["?"])
    told = faults(write("price", risk="tiny"))
    assert [f.split(":")[0] for f in told] == ["price.yaml", "stock.yaml", "stock.yaml"]


def test_what_a_need_means_is_for_the_bot_to_know(write: Callable[..., Path]) -> None:
    assert load_catalog(write("stock", needs=["weather"]))["stock"].needs == {"weather"}


def test_other_files_are_left_alone(write: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("notes")
    assert list(load_catalog(write())) == ["stock"]
