"""What people said: one label a sentence, nobody's data."""

from __future__ import annotations

import re
from collections import Counter

from intents import IntentCatalog, Utterance, normalise

NOT_SAID = re.compile(r"[^\u4e00-\u9fff0-9a-z\ue001-\ue007]")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dxX](?!\d)")


def bare(text: str) -> str:
    """Only the characters and digits, so that `有货吗？` and `有货吗` are one sentence."""
    return NOT_SAID.sub("", normalise(text).text)


def test_there_is_enough_of_every_intent(corpus: list[Utterance], catalog: IntentCatalog) -> None:
    rows = Counter(row.intent for row in corpus)
    assert set(rows) == set(catalog)
    assert min(rows.values()) >= 150
    assert sum(rows.values()) >= 14_000


def test_no_sentence_is_written_twice(corpus: list[Utterance]) -> None:
    said = Counter((row.text, row.context) for row in corpus)
    assert [text for (text, _), n in said.items() if n > 1] == []


def test_no_sentence_stands_under_two_intents_in_another_spelling(corpus: list[Utterance]) -> None:
    said: dict[object, Utterance] = {}
    twice = []
    for row in corpus:
        if words := bare(row.text):
            first = said.setdefault((words, row.context), row)
            twice += [(row.source, first.source)] if first.intent != row.intent else []
    assert twice == []


def test_no_phone_and_no_identity_card_stands_in_the_data(corpus: list[Utterance]) -> None:
    texts = [(row.source, said) for row in corpus for said in (row.text, *(text for _, text in row.context))]
    found = [source for source, text in texts for pattern in (PHONE, IDENTITY) if pattern.search(text)]
    assert found == []


def test_every_long_number_and_address_is_lifted_before_it_is_learned(corpus: list[Utterance]) -> None:
    left = [row.source for row in corpus if re.search(r"\d{8}", normalise(row.text).text)]
    assert left == []


def test_what_is_asked_besides_is_another_intent(corpus: list[Utterance], catalog: IntentCatalog) -> None:
    besides = [row for row in corpus if row.also]
    assert besides
    assert all(set(row.also) <= set(catalog) - {row.intent} for row in besides)


def test_every_turn_before_a_message_is_of_a_buyer_or_an_agent(corpus: list[Utterance]) -> None:
    assert {speaker for row in corpus for speaker, _ in row.context} <= {"buyer", "agent"}


def test_no_near_miss_is_learned(corpus: list[Utterance], catalog: IntentCatalog) -> None:
    learned = {row.text: row.source for row in corpus}
    asked = [miss.text for intent in catalog.values() for miss in intent.near_misses]
    assert [learned[text] for text in asked if text in learned] == []
