"""How good a recipe is on the written data: a report for engineers, two pictures for people.

Cross-validated on what Qinda's own authors wrote. Real chat is messier; figures on it stand in benchmarks/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from intents.train import CrossValidated

_BINS = 20
_CONFUSIONS = 5


def report(validated: CrossValidated) -> dict[str, Any]:
    """Accuracy, macro-F1, calibration, and per intent precision, recall, F1, support and what it is taken for."""
    probabilities = validated.probabilities
    names = np.array(validated.classes)
    got = names[probabilities.argmax(axis=1)]
    right = got == validated.labels
    precision, recall, f1, support = precision_recall_fscore_support(
        validated.labels, got, labels=names, zero_division=0
    )
    matrix = confusion_matrix(validated.labels, got, labels=names)
    return {
        "rows": len(right),
        "accuracy": float(right.mean()),
        "macro_f1": float(np.mean(f1)),
        "temperature": validated.temperature,
        "calibration_error": _calibration_error(right, probabilities.max(axis=1)),
        "intents": {
            str(name): {
                "precision": round(float(precision[i]), 4),
                "recall": round(float(recall[i]), 4),
                "f1": round(float(f1[i]), 4),
                "support": int(support[i]),
                "taken_for": _taken_for(matrix[i], i, names),
            }
            for i, name in enumerate(names)
        },
    }


def _taken_for(row: np.ndarray[Any, Any], own: int, names: np.ndarray[Any, Any]) -> dict[str, int]:
    order = [j for j in np.argsort(-row) if j != own and row[j]]
    return {str(names[j]): int(row[j]) for j in order[:_CONFUSIONS]}


def _calibration_error(right: np.ndarray[Any, Any], sure: np.ndarray[Any, Any]) -> float:
    """Expected calibration error, ten bins of equal width."""
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(right[bins == b].sum() - sure[bins == b].sum()) for b in range(10)]
    return float(sum(gaps) / len(right))


def write_report(validated: CrossValidated, out: Path) -> Mapping[str, Any]:
    """`intent_report.json`, `intent_confusion_matrix.png`, `intent_histogram.png` in `out`; gives the report."""
    out.mkdir(parents=True, exist_ok=True)
    told = report(validated)
    (out / "intent_report.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _draw_confusion(validated, out / "intent_confusion_matrix.png")
    _draw_histogram(validated, out / "intent_histogram.png")
    return told


def _draw_confusion(validated: CrossValidated, path: Path) -> None:
    names = list(validated.classes)
    got = [names[i] for i in validated.scores.argmax(axis=1)]
    shares = confusion_matrix(list(validated.labels), got, labels=names, normalize="true")
    figure = Figure(figsize=(13, 12), dpi=110, layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_xlabel("predicted")
    axes.set_ylabel("labelled")
    axes.set_title("Share of each labelled intent, cross-validated on the written examples")
    for i, j in zip(*np.nonzero(shares >= 0.03), strict=True):
        axes.text(
            j,
            i,
            f"{shares[i, j] * 100:.0f}",
            ha="center",
            va="center",
            fontsize=6,
            color="white" if shares[i, j] > 0.5 else "black",
        )
    figure.colorbar(image, ax=axes, shrink=0.6)
    figure.savefig(path)


def _draw_histogram(validated: CrossValidated, path: Path) -> None:
    probabilities = validated.probabilities
    right = np.array(validated.classes)[probabilities.argmax(axis=1)] == validated.labels
    sure = probabilities.max(axis=1)
    figure = Figure(figsize=(8, 4.5), dpi=110, layout="constrained")
    axes = figure.subplots()
    bins = [i / _BINS for i in range(_BINS + 1)]
    axes.hist(
        [sure[right], sure[~right]], bins=bins, stacked=True, color=["#2f7d5b", "#c65b4a"], label=["right", "wrong"]
    )
    axes.set_xlabel("probability of the likeliest intent")
    axes.set_ylabel("messages")
    axes.set_title("How sure, and how often right")
    axes.legend()
    figure.savefig(path)
