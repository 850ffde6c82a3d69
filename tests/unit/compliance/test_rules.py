"""Every rule against its own examples, and against the guard's mending."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import ModuleType

import pytest

from bot.compliance.guard import Guard
from bot.domain.reply import Statement
from tests.unit.compliance.conftest import rule_modules

RULES = rule_modules()
THE_FIFTEEN = {
    "invoice",
    "off_platform_payment",
    "off_platform_contact",
    "surcharge",
    "cash_on_delivery",
    "free_shipping",
    "gifts",
    "closing_trade",
    "buyer_data",
    "authenticity",
    "authorisation",
    "absolute_claims",
    "review_bribery",
    "promises",
    "manner",
}
BLOCKED = [pytest.param(rule, said, id=f"{rule.ID}-{said.text}") for rule in RULES for said in rule.MUST_BLOCK]
PASSED = [pytest.param(said, id=f"{rule.ID}-{said.text}") for rule in RULES for said in rule.MUST_PASS]


def test_the_fifteen_red_lines_are_there_each_in_the_file_of_its_name() -> None:
    assert {rule.ID for rule in RULES} == THE_FIFTEEN
    assert all(rule.__name__ == f"bot.compliance.{rule.ID}" for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_a_rule_names_its_source_and_has_examples_enough(rule: ModuleType) -> None:
    assert "red line" in rule.SOURCE
    assert len(rule.MUST_BLOCK) >= 16
    assert len(rule.MUST_PASS) >= 16


@pytest.mark.parametrize(("rule", "said"), BLOCKED)
def test_blocks_its_examples(rule: ModuleType, said: Statement) -> None:
    hits = [hit for hit in rule.check(said) if hit.severity == "block"]
    assert hits
    assert all(0 <= hit.start < hit.end <= len(said.text) and hit.why and hit.say for hit in hits)


@pytest.mark.parametrize("said", PASSED)
def test_no_rule_fires_on_what_must_pass(guard: Guard, said: Statement) -> None:
    assert [(f.rule, said.text[f.start : f.end]) for f in guard.check(said)] == []


@pytest.mark.parametrize(("rule", "said"), BLOCKED)
def test_the_mended_draft_passes_every_rule(guard: Guard, rule: ModuleType, said: Statement) -> None:
    mended = guard.check(said)[0].rewrite
    assert len(mended) >= 6
    assert guard.check(replace(said, text=mended)) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_the_safe_sentence_of_a_rule_passes_every_rule(guard: Guard, rule: ModuleType) -> None:
    assert guard.check(Statement(text=rule.INSTEAD)) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_hits_come_left_to_right_and_apart(rule: ModuleType) -> None:
    text = "。".join(said.text for said in rule.MUST_BLOCK)
    hits = list(rule.check(replace(rule.MUST_BLOCK[0], text=text)))
    assert all(one.end <= other.start for one, other in pairwise(hits))
