"""How training time and memory grow with examples and with classes, beside plain scikit-learn on the same rows.

    python benchmarks/growth.py [--most N] [--picture OUT.png] [--json OUT.json]

By examples: 1,000 to 100,000 shipped rows of all 44 intents; over their number, messages glued of two. By classes: 20,000 rows of the 10
and 20 biggest intents, of all 44, and of 100, the biggest parted at random. One fit of the default recipe (of what it makes from the rows
too) in a fresh process each: its seconds, and the most memory the process held. Plain scikit-learn, the pipeline of latency.py, up to
30,000 rows; `plain : ours` is its seconds and its memory beside ours. `× size` and `× time` are beside the line before: alike is linear.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from common import Figures, dice, fresh, options, peak_mb, table, write_json, written

from intents import Recipe, Utterance

EXAMPLES = (1_000, 3_000, 10_000, 30_000, 100_000)
CLASSES = (10, 20, 44, 100)
ALL_CLASSES = 44
EXAMPLES_BY_CLASSES = 20_000
MOST_PLAIN = 30_000


def rows_of(everything: Sequence[Utterance], examples: int, classes: int) -> list[Utterance]:
    """So many rows of so many intents; at least one of each."""
    from intents.augment import glued

    chance, recipe = dice(), Recipe()
    biggest = {name for name, _ in Counter(row.intent for row in everything).most_common(classes)}
    rows = [row for row in everything if {row.intent, row.in_context or row.intent} <= biggest]
    chance.shuffle(rows)
    first = {row.intent: row for row in rows}
    rows = [*first.values(), *(row for row in rows if row is not first[row.intent])][:examples]
    missing = examples - len(rows)
    rows += glued(rows, share=missing / len(rows), talk_share=recipe.glued_talk_share, seed=chance.getrandbits(32))
    counts = Counter(row.intent for row in rows)
    while len(counts) < classes:
        name = counts.most_common(1)[0][0]
        half = f"{name}/{len(counts)}"
        rows = [replace(r, intent=half) if r.intent == name and chance.random() < 0.5 else r for r in rows]
        counts = Counter(row.intent for row in rows)
    return rows


def fit_ours(rows: Sequence[Utterance]) -> dict[str, float]:
    from intents.concepts import shipped_concepts
    from intents.recipe import recipe_for
    from intents.train import fit

    concepts = shipped_concepts()  # likewise below: a dictionary is no part of training
    began = time.perf_counter()
    fitted = fit(rows, recipe_for(len(rows)), concepts)
    took = time.perf_counter() - began
    return {"classes": len(fitted.model.classes_), "ours_s": took, "ours_mb": peak_mb()}


def fit_plain(texts: Sequence[str], intents: Sequence[str]) -> dict[str, float]:
    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    jieba.setLogLevel(60)
    jieba.initialize()
    features = make_union(
        TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True),
    )
    began = time.perf_counter()
    make_pipeline(features, LinearSVC(class_weight="balanced")).fit(texts, intents)
    return {"plain_s": time.perf_counter() - began, "plain_mb": peak_mb()}


def measure(rows: Sequence[Utterance]) -> dict[str, float]:
    figures = {"examples": len(rows)} | fresh(fit_ours, rows)
    if len(rows) <= MOST_PLAIN:
        figures |= fresh(fit_plain, [row.text for row in rows], [row.intent for row in rows])
        figures["plain : ours s"] = figures["plain_s"] / figures["ours_s"]
        figures["plain : ours mb"] = figures["plain_mb"] / figures["ours_mb"]
    return figures


def growing(rows: Sequence[Figures], by: str) -> dict[str, Figures]:
    """Lines with time and size beside those of the line before."""
    before = [None, *rows[:-1]]
    steps = [
        {"× size": row[by] / old[by], "× time": row["ours_s"] / old["ours_s"]} if old else {}
        for row, old in zip(rows, before, strict=True)
    ]
    return {
        f"{row['examples']:,} rows, {row['classes']} classes": {**row, **s} for row, s in zip(rows, steps, strict=True)
    }


def draw(lines: Mapping[str, Sequence[Figures]], path: Path) -> None:
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullLocator

    figure = Figure(figsize=(10, 7), dpi=110, layout="constrained")
    for column, (by, rows) in zip(figure.subplots(2, 2).T, lines.items(), strict=True):
        for axes, unit, told in zip(column, ("s", "mb"), ("training, seconds", "most memory, MB"), strict=True):
            for name, colour in (("ours", "#2f7d5b"), ("plain", "#c65b4a")):
                points = [(row[by], row[f"{name}_{unit}"]) for row in rows if f"{name}_{unit}" in row]
                if points:
                    axes.plot(*zip(*points, strict=True), marker="o", color=colour, label=name)
            axes.set_xscale("log")
            axes.set_xticks([row[by] for row in rows], [f"{row[by]:,}" for row in rows])
            axes.xaxis.set_minor_locator(NullLocator())
            axes.set_yscale("log" if unit == "s" else "linear")
            axes.set_xlabel(by)
            axes.set_ylabel(told)
            axes.grid(alpha=0.3)
            axes.legend()
    figure.savefig(path)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--most", type=int, default=max(EXAMPLES), metavar="N", help="no more examples than these")
    parser.add_argument("--picture", type=Path, default=Path(__file__).with_name("growth.png"))
    told = parser.parse_args()
    everything = written()
    sizes = [size for size in EXAMPLES if size <= told.most]
    each = min(EXAMPLES_BY_CLASSES, told.most)
    lines = {
        "examples": [measure(rows_of(everything, size, ALL_CLASSES)) for size in sizes],
        "classes": [measure(rows_of(everything, each, classes)) for classes in CLASSES],
    }
    formats = {"ours_s": ".1f", "plain_s": ".1f", "plain : ours s": ".2f", "ours_mb": ".0f", "plain_mb": ".0f"}
    formats |= {"plain : ours mb": ".2f", "× size": ".1f", "× time": ".1f"}
    for by, rows in lines.items():
        print(f"\nby {by}")
        table(growing(rows, by), formats)
    draw(lines, told.picture)
    write_json(told.json, lines)


if __name__ == "__main__":
    main()
