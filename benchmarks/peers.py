"""Qinda beside plain scikit-learn and fastText: same training examples, same messages, same run.

    python benchmarks/peers.py MESSAGES.jsonl [--baselines BASELINES.py] [--slice natural] [--json OUT.json]

MESSAGES rows are {"text", "intent", "slice"?}. BASELINES.py is called as `BASELINES.py TRAIN.jsonl TEST.jsonl --json OUT` and writes
{"plain": {...}, "fasttext": {...}} with the figures below; without it only ours are measured. It gets the written examples, one row each;
ours also trains on what it makes from them. Every system sees the text alone, never the turns before.

    train_s           fitting on every example; ours with saving, in a fresh process whose most memory is peak_mb
    load_and_first_s  a fresh Python until its first answer; ours the median of five
    p50_us, p99_us    one message, warm
    batch_per_s       messages in a second, one after the other on one core
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import common
from common import Figures

from intents import Classifier

BATCH = 20_000
STARTS = 5
FIRST = "import sys; from pathlib import Path; from intents import Classifier; print(Classifier.load(Path(sys.argv[1])).decide('有货吗'))"
COLUMNS = {
    "accuracy": ".3f",
    "in_scope_accuracy": ".3f",
    "train_s": ".1f",
    "peak_mb": ".0f",
    "load_and_first_s": ".3f",
    "p50_us": ".1f",
    "p99_us": ".1f",
    "batch_per_s": ".0f",
}


def train(models: Path, sample: int | None) -> dict[str, float]:
    """The final fit of `qinda train`; called in a fresh process."""
    from intents.recipe import recipe_for
    from intents.train import fit

    rows = common.written(sample)
    began = time.perf_counter()
    common.save_model(fit(rows, recipe_for(len(rows))), rows, models)
    return {"train_s": time.perf_counter() - began, "peak_mb": common.peak_mb()}


def first_answer(models: Path) -> float:
    """Seconds from starting Python to one message decided."""
    took = []
    for _ in range(STARTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST, models], check=True, capture_output=True, cwd=common.ROOT)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def ours(models: Path, messages: Sequence[Mapping[str, Any]], sample: int | None) -> dict[str, float]:
    figures = common.fresh(train, models, sample)
    figures["load_and_first_s"] = first_answer(models)
    decide = Classifier.load(models).decide
    texts = [row["text"] for row in messages]
    figures |= common.scores([row["intent"] for row in messages], [decide(text).intent for text in texts])
    figures |= common.single(decide, texts)
    many = texts * max(1, BATCH // len(texts))
    began = time.perf_counter()
    for text in many:
        decide(text)
    return figures | {"batch_per_s": len(many) / (time.perf_counter() - began)}


def write_rows(path: Path, rows: Sequence[tuple[str, str]]) -> None:
    lines = [json.dumps({"text": text, "intent": intent}, ensure_ascii=False) for text, intent in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def peers(script: Path, messages: Sequence[Mapping[str, Any]], sample: int | None, folder: Path) -> dict[str, Figures]:
    train_file, test_file, out = folder / "train.jsonl", folder / "test.jsonl", folder / "baselines.json"
    write_rows(train_file, [(row.text, row.intent) for row in common.written(sample)])
    write_rows(test_file, [(row["text"], row["intent"]) for row in messages])
    subprocess.run(
        [sys.executable, script, train_file, test_file, "--json", out], check=True, stdout=subprocess.DEVNULL
    )
    told: dict[str, Figures] = json.loads(out.read_text("utf-8"))
    return told


def ratios(rows: Mapping[str, Figures]) -> dict[str, float]:
    """What ours is to the others; over 1, or over 0 for points, ours is ahead."""
    mine, plain, fast = rows["qinda"], rows.get("plain", {}), rows.get("fasttext", {})
    found = {}
    if "p50_us" in plain:
        found["one message, times as fast as plain"] = plain["p50_us"] / mine["p50_us"]
        found["load and first answer, times as fast as plain"] = plain["load_and_first_s"] / mine["load_and_first_s"]
    if "batch_per_s" in fast:
        found["batch, times as fast as fasttext"] = mine["batch_per_s"] / fast["batch_per_s"]
    for name, peer in (("plain", plain), ("fasttext", fast)):
        if "in_scope_accuracy" in peer:
            points = 100 * (mine["in_scope_accuracy"] - peer["in_scope_accuracy"])
            found[f"in-scope accuracy, points above {name}"] = points
    return found


def main() -> None:
    parser = common.options(__doc__)
    parser.add_argument("messages", type=Path)
    parser.add_argument("--baselines", type=Path)
    parser.add_argument("--slice", help="only the messages of this slice")
    common.add_sample(parser)
    told = parser.parse_args()
    messages = common.read_rows(told.messages)
    messages = common.in_slice(messages, told.slice) if told.slice else messages
    if not messages:
        parser.error(f"no message in {told.messages} is of slice {told.slice!r}.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows: dict[str, Figures] = peers(told.baselines, messages, told.sample, folder) if told.baselines else {}
        rows = {"qinda": ours(folder / "models", messages, told.sample), **rows}
    print(f"{len(messages)} messages")
    common.table(rows, COLUMNS)
    for name, row in rows.items():
        if "missing" in row:
            print(f"{name} was not measured: {row['missing']}")
    found = ratios(rows)
    if found:
        common.table({name: {"ours": ratio} for name, ratio in found.items()}, {"ours": ".2f"})
    common.write_json(told.json, {"messages": len(messages), "systems": rows, "ratios": found})


if __name__ == "__main__":
    main()
