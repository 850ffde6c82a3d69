"""Every wording of every template, also of the cases that no demo order meets: filled with sample facts, within the red lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import bot.compliance
from bot.compliance.guard import Guard
from bot.domain.facts import SLOTS
from bot.registry import modules_with
from bot.replies.book import SHARED, load_book
from bot.replies.slots import fill
from intents import load_catalog
from tests.behaviour.test_all_wordings import LEFTOVER
from tests.sample_facts import SAMPLES, Scene, scenes

SHIPPED = load_catalog()
BOOK = load_book(SHIPPED)
GUARD = Guard(list(modules_with(bot.compliance, "ID").values()))
QUESTIONS = 10
"""So many of an intent's examples stand before each wording."""


def questions(intent: str) -> list[str]:
    asked = SHIPPED[intent].examples if intent in SHIPPED else ("在吗", "我的快递到哪了", "什么时候发货", "我要退货")
    return [asked[n * len(asked) // QUESTIONS] for n in range(QUESTIONS)]


def rendered(intent: str) -> Iterator[tuple[str, str | None, Scene]]:
    """(template, text, scene) of every wording in every way that its case can hold."""
    for case in BOOK.cases(intent):
        for number, wording in enumerate(case.wordings, 1):
            for scene in scenes(case, wording):
                yield f"{intent}/{case.case}#{number}", fill(wording, scene.values), scene


@pytest.mark.parametrize("intent", [*BOOK.intents, SHARED])
def test_every_wording_can_be_filled_and_breaks_no_red_line(intent: str) -> None:
    said = list(rendered(intent))
    written = {f"{intent}/{c.case}#{n}" for c in BOOK.cases(intent) for n in range(1, len(c.wordings) + 1)}
    assert {template for template, _, _ in said} == written
    assert {template for template, text, _ in said if text is None or LEFTOVER.search(text)} == set()
    broken = {
        (finding.rule, template, text, question)
        for template, text, scene in said
        for question in questions(intent)
        for finding in GUARD.check(scene.statement(text or "", question))
    }
    assert broken == set()


def test_there_is_a_sample_for_every_slot() -> None:
    assert set(SAMPLES) == set(SLOTS)


def test_a_wording_that_promises_against_the_policy_would_be_found() -> None:
    case = next(case for case in BOOK.cases("shipping_fee") if case.when.get("free_shipping") == (False,))
    scene = next(scenes(case, "亲，全国包邮的哦"))
    assert {f.rule for f in GUARD.check(scene.statement("亲，全国包邮的哦", "包邮吗"))} != set()
