"""Training: the same data gives the same model, thresholds keep the promise, nobody's numbers are learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from intents import DefinitionError, IntentCatalog, Utterance, digest, load_catalog
from intents.artefact import load
from intents.features import GAP, PAIR, UNIT
from intents.train import CrossValidated, Recipe, Trained, cross_validate, thresholds, train, upper_bound
from tests.cast import NOW


@pytest.fixture(scope="module")
def tiny_rows(few_rows: list[Utterance]) -> list[Utterance]:
    """Four intents, thirty rows of each."""
    names = ("stock", "price", "refund", "thanks")
    return [row for name in names for row in [r for r in few_rows if r.intent == name][:30]]


def test_the_same_data_gives_the_same_model(catalog: IntentCatalog, tiny_rows: list[Utterance], tmp_path: Path) -> None:
    first = train(catalog, tiny_rows, tmp_path / "a", now=NOW, jobs=1)
    second = train(catalog, tiny_rows, tmp_path / "b", now=NOW, jobs=1)
    assert first.artefact.manifest == second.artefact.manifest
    names = [p.name for p in sorted(first.folder.iterdir())]
    assert all((first.folder / name).read_bytes() == (second.folder / name).read_bytes() for name in names)


def test_the_manifest_tells_where_the_model_came_from(trained: Trained, few_rows: list[Utterance]) -> None:
    manifest = load(trained.folder).manifest
    assert manifest["version"] == trained.folder.name == f"20261122T040000-{digest(few_rows)[:8]}"
    assert manifest["data_digest"] == digest(few_rows) and manifest["rows"] == len(few_rows)
    assert manifest["trained_at"] == NOW.isoformat()
    assert set(manifest["libraries"]) >= {"scikit-learn", "numpy", "scipy", "OpenCC"}
    assert set(manifest["risk"]) == set(manifest["classes"])
    assert 0.4 < manifest["scores"]["cross_validated_accuracy"] < 1
    assert manifest["temperature"] > 0


def test_nobody_s_number_is_learned(catalog: IntentCatalog, tiny_rows: list[Utterance], tmp_path: Path) -> None:
    canaries = [
        f"{word}13912345678{other}12345678901234567890，报7654321" for word in "货价退谢" for other in "吗呢哦呀"
    ]
    planted = [*tiny_rows, *(Utterance(text, "stock") for text in canaries for _ in range(3))]
    trained = train(catalog, planted, tmp_path, now=NOW, jobs=1)
    raw = b"".join(p.read_bytes() for p in trained.folder.iterdir())
    assert b"13912345678" not in raw and b"7654321" not in raw


def test_a_feature_holds_two_characters_and_no_digit_but_nought(trained: Trained) -> None:
    keys = [int(key) for key in trained.artefact.arrays["slots"].numpy()["key"] if key]
    pairs = [(key >> 21 & 0x1FFFFF, key & 0x1FFFFF) for key in keys if key >> 42 in (UNIT, PAIR, GAP)]
    assert len(pairs) > 1_000
    assert not {chr(c) for pair in pairs for c in pair} & set("123456789")


def test_too_few_examples_are_refused_with_the_counts(
    catalog: IntentCatalog, tiny_rows: list[Utterance], tmp_path: Path
) -> None:
    few = [*tiny_rows, Utterance("有发票吗", "invoice"), Utterance("开发票", "invoice")]
    with pytest.raises(DefinitionError, match="at least 5") as caught:
        train(catalog, few, tmp_path / "models", now=NOW, jobs=1)
    assert caught.value.problems == ("invoice: 2",)
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    ("wrong", "n", "bound"),
    [
        # one-sided 95 %: the rule of three, and the tables of Clopper and Pearson
        (0, 10, 0.2589),
        (0, 100, 0.0295),
        (1, 100, 0.0466),
        (5, 100, 0.1023),
        (0, 149, 0.0199),
        (3, 3, 1.0),
        (0, 0, 1.0),
    ],
)
def test_the_upper_bound_is_clopper_and_pearson_s(wrong: int, n: int, bound: float) -> None:
    assert upper_bound(wrong, n, 0.95) == pytest.approx(bound, abs=1e-4)


def validated(rights: list[bool], sure: list[float], *, name: str = "stock", other: str = "price") -> CrossValidated:
    """Two classes of one risk: the model says `name` with the given probability, and is right or not."""
    p = np.array(sure)
    scores = np.stack([np.log(1 - p), np.log(p)], axis=1).astype(np.float32)
    labels = np.array([name if right else other for right in rights])
    also: tuple[tuple[str, ...], ...] = ((),) * len(rights)
    return CrossValidated(labels=labels, also=also, scores=scores, classes=(other, name), temperature=1.0)


def test_a_threshold_lies_where_the_promise_still_holds() -> None:
    catalog = load_catalog()
    assert catalog["stock"].risk == catalog["price"].risk == "low"
    sure = [0.99 - 0.001 * i for i in range(400)]
    rights = [i < 200 for i in range(400)]  # right down to 0.791, then always wrong
    found = thresholds(validated(rights, sure), catalog, Recipe())["low"]
    assert found == pytest.approx(0.791, abs=1e-3)


def test_too_little_evidence_gives_no_threshold() -> None:
    catalog = load_catalog()
    assert thresholds(validated([True] * 100, [0.99] * 100), catalog, Recipe())["low"] is None
    assert thresholds(validated([True] * 149, [0.99] * 149), catalog, Recipe())["low"] == pytest.approx(0.99, abs=1e-3)


def test_answering_what_was_asked_besides_is_not_wrong() -> None:
    rows = validated([False] * 200, [0.99] * 200)
    also = CrossValidated(
        labels=rows.labels, also=(("stock",),) * 200, scores=rows.scores, classes=rows.classes, temperature=1.0
    )
    assert thresholds(rows, load_catalog(), Recipe())["low"] is None
    assert thresholds(also, load_catalog(), Recipe())["low"] is not None


def test_high_risk_never_goes_out_alone() -> None:
    catalog = load_catalog()
    high = [i.id for i in catalog.values() if i.risk == "high"][:2]
    rows = validated([True] * 500, [0.999] * 500, name=high[0], other=high[1])
    assert thresholds(rows, catalog, Recipe()) == {"high": None, "low": None, "medium": None}


def test_progress_is_told_to_the_end(tiny_rows: list[Utterance]) -> None:
    told: list[tuple[str, int, int]] = []
    found = cross_validate(tiny_rows, jobs=1, progress=lambda *step: told.append(step))
    assert [done for _, done, _ in told] == [1, 2, 3, 4]
    assert found.scores.shape == (len(tiny_rows), 4)
    assert np.allclose(found.probabilities.sum(axis=1), 1, atol=1e-5)
