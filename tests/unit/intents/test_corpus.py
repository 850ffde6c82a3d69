"""Labelled rows are read whole, or every bad line is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intents import DefinitionError, IntentCatalog, Utterance, digest, load_corpus


def write(folder: Path, *lines: str, name: str = "stock.jsonl") -> Path:
    (folder / "utterances").mkdir(exist_ok=True)
    (folder / "utterances" / name).write_text("\n".join(lines), "utf-8")
    return folder


def row(text: str = "还有没有货呀呀", **more: Any) -> str:
    return json.dumps({"text": text, "intent": "stock", **more}, ensure_ascii=False)


def test_examples_and_rows_are_read_with_their_place(catalog: IntentCatalog, tmp_path: Path) -> None:
    rows = load_corpus(
        catalog, write(tmp_path, row(), "", row("在吗，有货没", also=["greeting"], context=[["agent", "在的"]]))
    )
    assert [r.source for r in rows[-2:]] == ["stock.jsonl:1", "stock.jsonl:3"]
    assert rows[-1].also == ("greeting",) and rows[-1].context == (("agent", "在的"),)
    assert len(rows) == 2 + sum(len(intent.examples) for intent in catalog.values())


def test_without_a_folder_there_are_the_examples(catalog: IntentCatalog) -> None:
    assert {r.intent for r in load_corpus(catalog, None)} == set(catalog)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "3",
        '["text"]',
        '{"text": "有货吗"}',
        '{"text": " ", "intent": "stock"}',
        '{"text": 3, "intent": "stock"}',
        '{"text": "有没有", "intent": "nothing"}',
        '{"text": "有没有", "intent": ["stock"]}',
        '{"text": "有没有", "intent": "stock", "also": ["nothing"]}',
        '{"text": "有没有", "intent": "stock", "also": 3}',
        '{"text": "有没有", "intent": "stock", "context": [["agent"]]}',
        '{"text": "有没有", "intent": "stock", "context": "agent"}',
        '{"text": "有没有", "intent": "stock", "surprise": 1}',
    ],
)
def test_a_bad_line_is_told_by_its_number(line: str, catalog: IntentCatalog, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_corpus(catalog, write(tmp_path, row(), line))
    assert [p.split(" ")[0] for p in caught.value.problems] == ["stock.jsonl:2:"]


def test_bad_lines_of_all_files_are_told_at_once(catalog: IntentCatalog, tmp_path: Path) -> None:
    write(tmp_path, "{", row(), "[]")
    with pytest.raises(DefinitionError) as caught:
        load_corpus(catalog, write(tmp_path, "x", name="price.jsonl"))
    assert [p.split(" ")[0] for p in caught.value.problems] == ["price.jsonl:1:", "stock.jsonl:1:", "stock.jsonl:3:"]


def test_the_same_words_under_two_intents_are_refused(catalog: IntentCatalog, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"stock\.jsonl:2.*is price here and stock"):
        load_corpus(catalog, write(tmp_path, row(), row().replace('"stock"', '"price"')))


def test_the_same_words_after_other_turns_may_mean_something_else(catalog: IntentCatalog, tmp_path: Path) -> None:
    read = load_corpus(catalog, write(tmp_path, row(), row(context=[["agent", "改价了"]], in_context="price")))
    assert [(r.intent, r.in_context) for r in read[-2:]] == [("stock", ""), ("stock", "price")]


def test_an_intent_in_context_must_be_one_there_is(catalog: IntentCatalog, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"stock\.jsonl:1: 'prise' is no intent"):
        load_corpus(catalog, write(tmp_path, row(in_context="prise")))


def test_the_digest_is_of_what_is_learned_and_not_of_its_order() -> None:
    a, b = Utterance("有货吗", "stock", source="x:1"), Utterance("多少钱", "price", source="y:2")
    assert digest([a, b]) == digest([b, Utterance("有货吗", "stock", source="z:9")])
    assert digest([a, b]) != digest([a])
    assert digest([a]) != digest([Utterance("有货吗", "stock", also=("price",))])
