"""The report of a recipe: figures for engineers, pictures for people."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from intents.evaluate import report, write_report
from intents.train import CrossValidated, Trained


def test_the_figures_are_those_of_a_small_case_worked_by_hand() -> None:
    p = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]])
    rows = CrossValidated(
        labels=np.array(["a", "a", "b", "b"]),
        also=((),) * 4,
        scores=np.log(p).astype(np.float32),
        classes=("a", "b"),
        temperature=1.0,
    )
    told = report(rows)
    assert told["accuracy"] == 0.75
    assert told["intents"]["a"]["precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert told["intents"]["b"]["recall"] == 0.5
    assert told["intents"]["b"]["taken_for"] == {"a": 1}
    assert told["macro_f1"] == pytest.approx((0.8 + 2 / 3) / 2, abs=1e-4)
    # one bin each: |1-.9| + |1-.8| + |1-.7| + |0-.6| over four rows
    assert told["calibration_error"] == pytest.approx(1.2 / 4, abs=1e-4)


def test_three_files_are_written(trained: Trained, tmp_path: Path) -> None:
    told = write_report(trained.validated, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "intent_report.json").read_text("utf-8")) == told
    for name in ("intent_confusion_matrix.png", "intent_histogram.png"):
        assert (tmp_path / "out" / name).read_bytes().startswith(b"\x89PNG")
