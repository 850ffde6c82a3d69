"""The model trained on everything that ships is as good as it was; the floors lie a few points under the last measured figures."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from intents import Classifier, IntentCatalog
from intents.artefact import current_version

NEAR_MISSES_FLOOR = 0.88
CROSS_VALIDATED_FLOOR = 0.76


@pytest.fixture(scope="module")
def models(qinda_environment: dict[str, str]) -> Path:
    return Path(qinda_environment["QINDA_MODELS"])


@pytest.fixture(scope="module")
def manifest(models: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((models / str(current_version(models)) / "manifest.json").read_text("utf-8"))
    return read


def test_near_misses_are_called_by_their_own_name(manifest: dict[str, Any]) -> None:
    assert manifest["scores"]["near_misses_right"] >= NEAR_MISSES_FLOOR


def test_held_out_examples_are_understood(manifest: dict[str, Any]) -> None:
    assert manifest["scores"]["cross_validated_accuracy"] >= CROSS_VALIDATED_FLOOR


def test_what_low_risk_may_be_answered_alone_has_a_threshold_and_high_risk_has_none(manifest: dict[str, Any]) -> None:
    assert manifest["auto_thresholds"]["low"] < 1
    assert manifest["auto_thresholds"]["high"] is None


def test_every_intent_is_the_answer_to_most_of_its_own_examples(models: Path, catalog: IntentCatalog) -> None:
    classifier, now = Classifier.load(models), datetime.now(UTC)
    for intent in catalog.values():
        right = sum(classifier.predict(text, now=now).top.intent == intent.id for text in intent.examples)
        assert right >= 0.9 * len(intent.examples), intent.id
