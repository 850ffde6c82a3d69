"""What the benchmarks share: rows, labels of a fitted model, timing, a fresh process, tables. Measures nothing by itself."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intents import OTHER, Recipe, Utterance, digest, libraries, load_catalog, load_corpus  # noqa: E402

if TYPE_CHECKING:
    from intents.train import Fitted

SEED = 20261122
TEMPERATURE = 1.0
"""Of a model saved here: the real one comes from cross-validation, is near to this, and changes no label."""
WARM, ROUNDS = 50, 2_000

Figures = Mapping[str, Any]
Result = TypeVar("Result")


def options(doc: str | None) -> argparse.ArgumentParser:
    """A parser with what every benchmark takes; its description is the docstring as it stands."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures there too")
    return parser


def add_sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sample", type=int, metavar="N", help="so many written examples only: quick, not the figure")


def dice() -> random.Random:
    return random.Random(SEED)  # noqa: S311  # a repeatable choice of examples, not a secret


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def written(sample: int | None = None) -> list[Utterance]:
    """The shipped examples, or `sample` of them drawn at random."""
    rows = load_corpus(load_catalog(), ROOT / "training_data")
    return rows if sample is None else dice().sample(rows, min(sample, len(rows)))


def in_slice(rows: Sequence[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Rows of a slice; `rare` holds `rare:<intent>`."""
    return [row for row in rows if row.get("slice", "").split(":")[0] == name]


def scores(gold: Sequence[str], got: Sequence[str]) -> dict[str, float]:
    """Accuracy, and that of the rows that are not `other`."""
    right = [g == p for g, p in zip(gold, got, strict=True)]
    scope = [hit for g, hit in zip(gold, right, strict=True) if g != OTHER]
    return {"accuracy": statistics.fmean(right), "in_scope_accuracy": statistics.fmean(scope)}


def log_odds(fitted: Fitted, texts: Sequence[str]) -> Any:
    """float array (texts, classes) of scikit-learn's own model, in the order of `fitted.model.classes_`."""
    from intents.train import features_of

    return fitted.model.decision_function(fitted.matrix(features_of(texts, fitted.concepts)))


def labels(fitted: Fitted, texts: Sequence[str]) -> list[str]:
    return [str(name) for name in fitted.model.classes_[log_odds(fitted, texts).argmax(axis=1)]]


def save_model(fitted: Fitted, rows: Sequence[Utterance], models: Path) -> Path:
    """Save as `qinda train` does, without the thresholds and the temperature that only cross-validation gives."""
    from intents.artefact import FORMAT, Artefact, save
    from intents.classify import Classifier
    from intents.train import _fold_in, _golden  # `train` would cross-validate first

    catalog, now, sum_of_rows = load_catalog(), datetime.now(UTC), digest(rows)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": f"{now:%Y%m%dT%H%M%S}-{sum_of_rows[:8]}",
        "trained_at": now.isoformat(),
        "data_digest": sum_of_rows,
        "rows": len(rows),
        "classes": [str(c) for c in fitted.model.classes_],
        "risk": {i.id: i.risk for i in catalog.values()},
        "libraries": libraries(),
        "temperature": TEMPERATURE,
        "second_floor": Recipe().second_floor,
        "auto_thresholds": {},
        "scores": {},
    }
    artefact = Artefact(manifest, _fold_in(fitted), (fitted.concepts.names, fitted.concepts.words))
    manifest["golden"] = _golden(Classifier(artefact), catalog)
    return save(artefact, models)


def single(call: Callable[[str], object], texts: Sequence[str]) -> dict[str, float]:
    """p50 and p99 of one call in microseconds, warm: 2,000 calls over the texts in turn."""
    for text in texts[:WARM]:
        call(text)
    took = []
    for i in range(ROUNDS):
        began = time.perf_counter_ns()
        call(texts[i % len(texts)])
        took.append((time.perf_counter_ns() - began) / 1000)
    took.sort()
    return {"p50_us": statistics.median(took), "p99_us": took[int(ROUNDS * 0.99)]}


def fresh(call: Callable[..., Result], *arguments: Any) -> Result:
    """What `call`, a function of a module, gives in a process of its own that has loaded nothing before."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(call, *arguments).result()


def peak_mb() -> float:
    """Most memory that this process has held. Linux counts in ru_maxrss what the parent held before, in VmHWM it does not."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text("ascii").split("VmHWM:")[1].split()[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024**2 if sys.platform == "darwin" else most / 1024


def table(rows: Mapping[str, Figures], formats: Mapping[str, str]) -> None:
    """Print figures by name, one line each, in columns of `formats` (column → format); what is not there is `–`."""
    told = [["", *formats]]
    for name, row in rows.items():
        told.append([name, *(format(row[c], f) if row.get(c) is not None else "–" for c, f in formats.items())])
    widths = [max(map(len, column)) for column in zip(*told, strict=True)]
    for first, *rest in told:
        print(first.ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(rest, widths[1:], strict=True)), sep="  ")


def write_json(out: Path | None, figures: object) -> None:
    if out:
        out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
