"""The default recipe on public intent sets, with their own splits, beside published figures. Nothing is tuned for a set.

    python benchmarks/public.py SMP2017.jsonl [BANKING77.jsonl] [CLINC150.jsonl] [--words] [--sample N] [--json OUT.json]

Rows are {"text", "intent", "split"}; the file's name (smp2017, banking77, clinc150) finds the published figures. Prints accuracy and
macro-F1 on the test split, fitted on `train` and on `train` with the development split. Where rows are called `oos` (CLINC150), they are
neither trained on nor counted, and three more lines tell in-scope accuracy and out-of-scope recall, all fitted on `train`:

    free threshold    less likely is out of scope; the highest threshold that costs no in-scope accuracy on the development split
    best threshold    the one with most rows of that split right, in scope and out
    oos as a class    trained like any other intent

The recipe is made for Chinese: its features are pairs of characters. --words adds the same figures with each word of a set that has
spaces given one character, so that the pairs are pairs of words: what the features cost in English, not what Qinda does there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from common import Figures, dice, log_odds, options, read_rows, table, write_json
from scipy.special import softmax
from sklearn.metrics import f1_score

from intents import Utterance
from intents.recipe import recipe_for
from intents.train import fit

OOS = "oos"
DEVELOPMENT = {"dev", "val", "validation"}
CASANUEVA = "Casanueva et al. 2020, arXiv 2003.04807"
LARSON = "Larson et al. 2019, arXiv 1909.02027"
PUBLISHED: Mapping[str, Mapping[str, Figures]] = {
    "smp2017": {
        "ST-UIC, linguistic features": {"macro_f1": 0.945, "source": "Xie et al. 2018, NLPCC"},
        "word embeddings": {"macro_f1": 0.846, "source": "the same; the set: arXiv 1709.10217"},
    },
    "banking77": {
        "ConvFiT": {"accuracy": 0.942, "source": "Vulić et al. 2021, arXiv 2109.10126"},
        "BERT, 10 examples an intent": {"accuracy": 0.834, "source": CASANUEVA},
    },
    "clinc150": {
        "linear SVM": {"accuracy": 0.910, "oos_recall": 0.145, "source": LARSON},
        "fastText": {"accuracy": 0.890, "oos_recall": 0.097, "source": LARSON},
        "Rasa": {"accuracy": 0.915, "oos_recall": 0.453, "source": LARSON},
        "BERT": {"accuracy": 0.969, "oos_recall": 0.403, "source": LARSON},
    },
}
HANGUL = range(0xAC00, 0xD7A4)
"""Characters that cleaning leaves alone and no word of the lexicon has; more words than these share them."""
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Predicted:
    """What a fit says of rows: the likeliest intent and its probability, beside the labels; NumPy arrays, one item a row."""

    gold: Any
    named: Any
    sure: Any

    def __getitem__(self, rows: slice) -> Predicted:
        return Predicted(self.gold[rows], self.named[rows], self.sure[rows])

    @property
    def scope(self) -> Any:
        return self.gold != OOS

    @property
    def right(self) -> Any:
        return self.named == self.gold

    def figures(self) -> dict[str, float]:
        gold, named = self.gold[self.scope], self.named[self.scope]
        return {"accuracy": float((gold == named).mean()), "macro_f1": float(f1_score(gold, named, average="macro"))}

    def rejecting(self, out: Any) -> dict[str, float]:
        """`out`: bool a row, called out of scope."""
        return {"accuracy": float((self.right & ~out)[self.scope].mean()), "oos_recall": float(out[~self.scope].mean())}


def predict(train: Sequence[Utterance], asked: Sequence[Utterance]) -> Predicted:
    fitted = fit(train, recipe_for(len(train)))
    told = softmax(log_odds(fitted, [row.text for row in asked]), axis=1)
    named = fitted.model.classes_[told.argmax(axis=1)]
    return Predicted(np.array([row.intent for row in asked]), named, told.max(axis=1))


def thresholds(development: Predicted) -> dict[str, float]:
    right, sure, scope = development.right, development.sure, development.scope
    tried = np.sort(sure)
    gained = [(right & scope & (sure >= t)).sum() + (~scope & (sure < t)).sum() for t in tried]
    return {"free threshold": float(sure[right & scope].min()), "best threshold": float(tried[int(np.argmax(gained))])}


def spelled(rows: Sequence[Utterance]) -> list[Utterance]:
    """The rows with one character a word, digits folded as in cleaning; the same word is the same character."""
    letters, told = dict[str, str](), []
    for row in rows:
        words = _WORD.findall(re.sub(r"\d", "0", row.text.lower()))
        told.append("".join(letters.setdefault(word, chr(HANGUL[len(letters) % len(HANGUL)])) for word in words))
    return [replace(row, text=text) for row, text in zip(rows, told, strict=True)]


def measure(rows: Sequence[Utterance]) -> dict[str, Figures]:
    """`source` of a row is its split."""
    train = [row for row in rows if row.source == "train"]
    development = [row for row in rows if row.source in DEVELOPMENT]
    test = [row for row in rows if row.source == "test"]
    known = [row for row in train if row.intent != OOS]
    asked = predict(known, [*development, *test])
    on_development, on_test = asked[: len(development)], asked[len(development) :]
    figures: dict[str, Figures] = {"train": on_test.figures()}
    if development:
        more = [*known, *(row for row in development if row.intent != OOS)]
        figures["train + development"] = predict(more, test).figures()
    if development and not on_test.scope.all():
        for name, threshold in thresholds(on_development).items():
            figures[name] = on_test.rejecting(on_test.sure < threshold) | {"threshold": threshold}
        as_class = predict(train, test)
        figures["oos as a class"] = as_class.rejecting(as_class.named == OOS)
    return figures


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--words", action="store_true", help="also with one character a word, where words are parted")
    parser.add_argument("--sample", type=int, metavar="N", help="so many rows of each set only: quick, not the figure")
    told = parser.parse_args()
    everything = {}
    for path in told.sets:
        rows = [Utterance(row["text"], row["intent"], source=row["split"]) for row in read_rows(path)]
        rows = dice().sample(rows, min(told.sample or len(rows), len(rows)))
        figures = measure(rows)
        if told.words and sum(" " in row.text for row in rows) > len(rows) / 2:
            figures |= {f"words, {name}": row for name, row in measure(spelled(rows)).items()}
        ours = {f"qinda, {name}": row for name, row in figures.items()}
        everything[path.stem] = {**ours, **PUBLISHED.get(path.stem, {})}
        print(f"\n{path.stem}: {len(rows)} rows")
        table(everything[path.stem], {"accuracy": ".3f", "macro_f1": ".3f", "oos_recall": ".3f", "source": ""})
    write_json(told.json, everything)


if __name__ == "__main__":
    main()
