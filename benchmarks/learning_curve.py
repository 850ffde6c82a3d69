"""How good the model is with less of the written data: on real messages, and on written examples held out.

    python benchmarks/learning_curve.py MESSAGES.jsonl [--folds-at 16 4 1] [--picture OUT.png] [--json OUT.json]

MESSAGES rows are {"text", "intent", "slice"}; slices `natural` and `jd` are shown, read without their turns. Fits on 1/32, 1/16 … 1 of the
written examples, whole rows, each share within the next. At the shares of --folds-at (16: a sixteenth) three-fold cross-validation too:
no measure of real messages, for whoever wrote an example also wrote its neighbours. `in scope` is of rows that are not `other`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from common import (
    Figures,
    add_sample,
    dice,
    in_slice,
    labels,
    options,
    read_rows,
    scores,
    table,
    write_json,
    written,
)

from intents import Utterance

SHARES = (32, 16, 8, 4, 2, 1)
SLICES = ("natural", "jd")
FOLDS = 3
HELD_OUT = "held out"
KINDS = {"accuracy": "", "in_scope_accuracy": " in scope"}


def on_messages(rows: Sequence[Utterance], slices: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, float]:
    from intents.recipe import recipe_for
    from intents.train import fit

    fitted = fit(rows, recipe_for(len(rows)))
    figures: dict[str, float] = {}
    for name, messages in slices.items():
        told = scores([row["intent"] for row in messages], labels(fitted, [row["text"] for row in messages]))
        figures |= {f"{name}{KINDS[kind]}": value for kind, value in told.items()}
    return figures


def held_out(rows: Sequence[Utterance]) -> dict[str, float]:
    """Every row labelled by a fit on the other two thirds."""
    from intents.recipe import recipe_for
    from intents.train import fit

    got = [""] * len(rows)
    for fold in range(FOLDS):
        kept = [row for i, row in enumerate(rows) if i % FOLDS != fold]
        fitted = fit(kept, recipe_for(len(kept)))
        got[fold::FOLDS] = labels(fitted, [row.text for row in rows[fold::FOLDS]])
    told = scores([row.intent for row in rows], got)
    return {f"{HELD_OUT}{KINDS[kind]}": value for kind, value in told.items()}


def draw(rows: Mapping[str, Figures], lines: Sequence[str], path: Path) -> None:
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullLocator

    figure = Figure(figsize=(8, 5), dpi=110, layout="constrained")
    axes = figure.subplots()
    for i, line in enumerate(lines):
        points = [(row["examples"], row[line]) for row in rows.values() if line in row]
        style = "--" if line.endswith(KINDS["in_scope_accuracy"]) else "-"
        axes.plot(*zip(*points, strict=True), style, marker="o", color=f"C{i // len(KINDS)}", label=line)
    sizes = [row["examples"] for row in rows.values()]
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("written examples")
    axes.set_ylabel("accuracy")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("messages", type=Path)
    parser.add_argument("--folds-at", type=int, nargs="*", default=[16, 4, 1], choices=SHARES, metavar="SHARE")
    parser.add_argument("--picture", type=Path, default=Path(__file__).with_name("learning_curve.png"))
    add_sample(parser)
    told = parser.parse_args()
    messages = read_rows(told.messages)
    slices = {name: found for name in SLICES if (found := in_slice(messages, name))}
    if not slices:
        parser.error(f"{told.messages} has no message of slice {' or '.join(SLICES)}.")
    everything = written(told.sample)
    dice().shuffle(everything)
    rows: dict[str, Figures] = {}
    for share in SHARES:
        some = everything[: len(everything) // share]
        folds = held_out(some) if share in told.folds_at else {}
        rows[f"1/{share}" if share > 1 else "all"] = {"examples": len(some), **on_messages(some, slices), **folds}
    lines = [line for name in (*slices, HELD_OUT) for kind in KINDS.values() if (line := f"{name}{kind}")]
    lines = [line for line in lines if any(line in row for row in rows.values())]
    table(rows, {"examples": "d", **dict.fromkeys(lines, ".3f")})
    draw(rows, lines, told.picture)
    write_json(told.json, rows)


if __name__ == "__main__":
    main()
