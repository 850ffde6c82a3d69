"""How fast Qinda answers on this machine, each figure beside a baseline measured in the same run.

    python benchmarks/latency.py [--json OUT.json]

`decide` is one message, raw to decided; `predict` adds the whole ranking and what the words name. `plain` is the pipeline a
user would write with scikit-learn and jieba on the same training data, calling `predict` on one message. `reply` is the whole
flow over the demo shop: facts from SQLite, wordings, all red lines.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import jieba  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.pipeline import make_pipeline, make_union  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

import server  # noqa: E402
from bot.domain.reply import Statement  # noqa: E402
from bot.settings import read_settings  # noqa: E402
from intents import load_corpus  # noqa: E402

ROUNDS = 2_000
WARM = 100
BUYERS = ("晴天小筑", "北方有雪", "橘子汽水", "慢慢来", "海盐")


def timed(call: Callable[[str], object], texts: Sequence[str]) -> dict[str, float]:
    """p50 and p99 of one call, in microseconds."""
    for text in texts[:WARM]:
        call(text)
    took = []
    for i in range(ROUNDS):
        text = texts[i % len(texts)]
        began = time.perf_counter_ns()
        call(text)
        took.append((time.perf_counter_ns() - began) / 1000)
    took.sort()
    return {"p50_us": round(statistics.median(took), 1), "p99_us": round(took[int(len(took) * 0.99)], 1)}


def plain(parts: server.Parts, texts: Sequence[str]) -> dict[str, float]:
    rows = load_corpus(parts.catalog, ROOT / "training_data")
    jieba.setLogLevel(60)
    features = make_union(
        TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True),
    )
    model = make_pipeline(features, LinearSVC(class_weight="balanced")).fit(
        [r.text for r in rows], [r.intent for r in rows]
    )
    return timed(lambda text: model.predict([text]), texts)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path)
    out = arguments.parse_args().json
    with tempfile.TemporaryDirectory() as home:
        parts = server.Parts(read_settings({**os.environ, "QINDA_HOME": home}, root=ROOT))
        classifier, now = parts.classifier(), parts.now()
        texts = [example for intent in parts.catalog.values() for example in intent.examples]
        guard = parts.guard
        parts.reply({"text": "在吗"})
        figures = {
            "plain": plain(parts, texts),
            "decide": timed(classifier.decide, texts),
            "predict": timed(lambda text: classifier.predict(text, now=now), texts),
            "reply": timed(lambda text: parts.reply({"text": text, "buyer": BUYERS[len(text) % len(BUYERS)]}), texts),
            "check": timed(lambda text: guard.check(Statement(text=text)), texts),
        }
    base = figures["plain"]["p50_us"]
    print(f"{'':10}{'p50 µs':>10}{'p99 µs':>10}{'× plain':>10}")
    for name, row in figures.items():
        print(f"{name:10}{row['p50_us']:>10.0f}{row['p99_us']:>10.0f}{base / row['p50_us']:>10.1f}")
    if out:
        out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
