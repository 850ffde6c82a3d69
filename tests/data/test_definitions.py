"""The shipped intents."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from intents import OTHER, Intent, IntentCatalog, load_catalog, normalise
from intents.names import SMALL_TALK

SHIPPED = load_catalog()


def test_there_are_forty_four_intents_and_a_place_for_the_rest(catalog: IntentCatalog) -> None:
    assert len(catalog) == 44
    assert {OTHER, "human_agent"} | SMALL_TALK <= set(catalog)


@pytest.mark.parametrize("intent", SHIPPED.values(), ids=lambda i: i.id)
def test_an_intent_is_told_well_enough_to_label_by(intent: Intent) -> None:
    assert len(intent.examples) >= (20 if intent.id in SMALL_TALK else 40)
    assert len(intent.when) >= 10 and len(intent.when_not) >= 2
    assert len(intent.near_misses) >= 5
    assert intent.name_zh and intent.name_en.isascii()


@pytest.mark.parametrize("intent", SHIPPED.values(), ids=lambda i: i.id)
def test_a_near_miss_is_of_another_intent_and_no_example(intent: Intent) -> None:
    examples = {text for other in SHIPPED.values() for text in other.examples}
    for miss in intent.near_misses:
        assert miss.intent in SHIPPED and miss.intent != intent.id
        assert miss.text not in examples


@pytest.mark.parametrize("intent", SHIPPED.values(), ids=lambda i: i.id)
def test_what_an_intent_is_not_is_another_one(intent: Intent) -> None:
    named = re.findall(r"→ ([a-z_]+)", " ".join(intent.when_not))
    assert named
    assert set(named) <= set(SHIPPED) - {intent.id}


def test_no_example_is_written_twice(catalog: IntentCatalog) -> None:
    said = Counter(normalise(text).text for intent in catalog.values() for text in intent.examples)
    assert [text for text, n in said.items() if n > 1] == []


def test_what_a_human_must_judge_is_high_risk(catalog: IntentCatalog) -> None:
    high = {intent.id for intent in catalog.values() if intent.risk == "high"}
    assert {
        "complaint",
        "quality_problem",
        "order_change",
        "order_cancel",
        "price_adjustment",
        "account_security",
    } <= high
    assert not high & (SMALL_TALK | {"stock", "shipping_time", "logistics_status"})
