from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compliance.guard import Guard
from bot.domain.reply import Hit, Statement
from tests.unit.compliance.conftest import rule_modules
from tests.unit.compliance.test_tricky_violations import TRICKY

VIOLATIONS = [text for texts in TRICKY.values() for text in texts]
ALL_RULES = Guard(rule_modules())  # type: ignore[arg-type]


def rule_against(word: str, say: str, *, rule_id: str = "probe", instead: str = "请您放心购买") -> SimpleNamespace:
    """A rule that blocks one word."""

    def check(said: Statement) -> Iterable[Hit]:
        return [Hit(m.start(), m.end(), "不能说", say) for m in re.finditer(word, said.text)]

    return SimpleNamespace(ID=rule_id, SOURCE="", INSTEAD=instead, MUST_BLOCK=(), MUST_PASS=(), check=check)


def guard_of(*rules: SimpleNamespace) -> Guard:
    return Guard(rules)  # type: ignore[arg-type]


def test_a_clean_draft_has_no_finding() -> None:
    assert guard_of(rule_against("坏", "好")).check(Statement(text="亲，有货的哦")) == ()


def test_a_finding_tells_the_place_and_the_whole_draft_mended() -> None:
    (finding,) = guard_of(rule_against("坏", "好")).check(Statement(text="亲，坏的"))
    assert (finding.rule, finding.start, finding.end, finding.rewrite) == ("probe", 2, 3, "亲，好的")


def test_two_findings_carry_the_same_mended_draft() -> None:
    found = guard_of(rule_against("坏", "好")).check(Statement(text="坏，很坏"))
    assert [f.rewrite for f in found] == ["好，很好", "好，很好"]


def test_findings_of_two_rules_come_left_to_right() -> None:
    guard = guard_of(rule_against("乙", "", rule_id="b"), rule_against("甲", "", rule_id="a"))
    assert [f.rule for f in guard.check(Statement(text="甲和乙都有"))] == ["a", "b"]


def test_one_rule_has_one_finding_a_place() -> None:
    twice = rule_against("坏", "好")
    assert len(guard_of(twice, twice).check(Statement(text="坏的"))) == 1


def test_a_say_that_breaks_the_rule_gives_way_to_the_safe_sentence() -> None:
    (finding,) = guard_of(rule_against("坏", "更坏")).check(Statement(text="亲，坏的哦，明天发货"))
    assert finding.rewrite == "亲，请您放心购买，明天发货"


def test_a_draft_that_is_taken_out_wholly_becomes_the_safe_sentence() -> None:
    (finding,) = guard_of(rule_against("坏", "")).check(Statement(text="坏"))
    assert finding.rewrite == "请您放心购买"


def test_punctuation_that_edits_leave_is_tidied() -> None:
    (finding,) = guard_of(rule_against("坏的", "")).check(Statement(text="您好，坏的，明天到。"))
    assert finding.rewrite == "您好，明天到。"


def test_places_count_code_points_of_the_draft_as_written(guard: Guard) -> None:
    text = "😀亲\u200b，加我微\u200b 信：ａｂｃ12345"
    found = [text[f.start : f.end] for f in guard.check(Statement(text=text))]
    assert "加我微\u200b 信：ａｂｃ12345" in found


@pytest.mark.parametrize("text", VIOLATIONS)
def test_every_tricky_violation_is_mended_to_a_draft_that_passes(guard: Guard, text: str) -> None:
    mended = guard.check(Statement(text=text))[0].rewrite
    assert mended
    assert guard.check(Statement(text=mended)) == ()


@given(st.lists(st.sampled_from(VIOLATIONS), min_size=1, max_size=4), st.sampled_from(["，", "。", "", " ", "\n"]))
def test_any_heap_of_violations_is_mended_to_a_draft_that_passes(texts: list[str], between: str) -> None:
    said = Statement(text=between.join(texts))
    found = ALL_RULES.check(said)
    if found:
        assert ALL_RULES.check(replace(said, text=found[0].rewrite)) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_checked(text: str) -> None:
    for finding in ALL_RULES.check(Statement(text=text, buyer_said=text)):
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize("piece", ["亲", "不", "给您", "微信", "1", "最", "赠品而已", "。", "“"])
def test_a_very_long_draft_ends(guard: Guard, piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert all(finding.end <= 20_000 for finding in guard.check(Statement(text=text)))
