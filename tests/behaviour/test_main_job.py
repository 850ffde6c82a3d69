"""The thirteen cases of the main job, over HTTP against the demo shop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.behaviour.conftest import Post

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "main_job.yaml").read_text("utf-8"))
FIELDS = {"buyer": "buyer", "order": "order_id", "item": "item_id", "text": "text"}


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_the_demo_shop_answers(case: dict[str, Any], post: Post) -> None:
    answer = post("/api/v1/replies", {FIELDS[k]: v for k, v in case.items() if k in FIELDS})
    expect = case["expect"]
    assert answer["intents"][0]["intent"] == expect["intent"]
    assert answer["decision"] == expect["decision"]
    if "reason" in expect:
        assert answer["reason"] == expect["reason"]
    best = answer["candidates"][0]
    for name, wanted in expect.get("facts", {}).items():
        assert _same(best["facts"][name], wanted), (name, best["facts"])
    assert all(word in best["text"] for word in expect.get("says", []))
    assert best["template"].startswith(expect.get("template", ""))
    said = " ".join(c["text"] for c in answer["candidates"])
    assert not [word for word in expect.get("never_says", []) if word in said]


@pytest.mark.parametrize("case", [c for c in CASES if c["expect"]["decision"] == "answer"], ids=lambda c: c["text"])
def test_three_replies_are_offered_and_none_has_a_finding(case: dict[str, Any], post: Post) -> None:
    answer = post("/api/v1/replies", {FIELDS[k]: v for k, v in case.items() if k in FIELDS})
    assert len(answer["candidates"]) == 3
    assert len({c["text"] for c in answer["candidates"]}) == 3
    assert [c["findings"] for c in answer["candidates"]] == [[], [], []]


def _same(found: object, wanted: object) -> bool:
    """`*` is anything; `+43h` is a time so far from now, to the minute or so that the demo was laid ago."""
    if wanted == "*":
        return bool(found)
    if isinstance(wanted, str) and wanted.startswith("+") and wanted.endswith("h"):
        away = datetime.fromisoformat(str(found)) - datetime.now(UTC)
        return abs(away - timedelta(hours=int(wanted[1:-1]))) < timedelta(minutes=10)
    return found == wanted
