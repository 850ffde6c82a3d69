"""Whether the three ways to answer say the same: the compiled kernel, plain Python, and the scikit-learn model it was trained as.

    python benchmarks/equality.py [--model FOLDER] [--json OUT.json]

Draws 12,000 messages: training texts, halves of two of them glued, odd characters mixed into every second one. Prints for each pair how
many labels differ and the largest difference of a probability of any class. Plain Python is asked the first 2,000 of them; its whole
decisions (second questions too) are compared. Fits on the shipped data first; with --model, a version's folder, nothing is trained and
scikit-learn, whose model is not kept, is left out.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from common import TEMPERATURE, add_sample, dice, log_odds, options, save_model, table, write_json, written
from scipy.special import softmax

from intents import Classifier, normalise

MESSAGES, PLAIN_MESSAGES = 12_000, 2_000
ODD = (*"😀🙏🏻㊗①½㎡Ａｂ９！？～…·「』【\u3000\u200b\u202e\ufe0f\t\n\x00éßſİ한ァ發貨嗎後裡乾𠮷𝟗*#@/\\\ud800\ue000",)
ODD += (
    "啊啊啊啊啊",
    "？？？？",
    "13800138000",
    "一三八〇〇一三八〇〇〇",
    "http://t.cn/a1B2",
    "a@b.cn",
    "  ",
    "123456789012345678",
)


def mixed(texts: Sequence[str], dice: random.Random) -> str:
    """One message: a text, or the first half of one and the last of another; every second time with odd characters."""
    text = dice.choice(texts)
    if dice.random() < 0.5:
        other = dice.choice(texts)
        text = text[: len(text) // 2 + 1] + other[len(other) // 2 :]
    if dice.random() < 0.5:
        for _ in range(dice.randint(1, 3)):
            at = dice.randint(0, len(text))
            text = text[:at] + dice.choice(ODD) + text[at:]
    return text


def probabilities(classifier: Classifier, messages: Sequence[str]) -> Any:
    """float array (messages, classes)."""
    return np.array([classifier.probabilities(normalise(message).text) for message in messages])


def beside(ours: Any, theirs: Any, different: int) -> dict[str, Any]:
    return {"messages": len(theirs), "different": different, "largest": float(np.abs(ours - theirs).max())}


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--model", type=Path, metavar="FOLDER")
    add_sample(parser)
    told = parser.parse_args()
    from intents.artefact import load
    from intents.recipe import recipe_for
    from intents.train import fit

    rows, chance = written(told.sample), dice()
    texts = [row.text for row in rows]
    messages = [mixed(texts, chance) for _ in range(MESSAGES)]
    with tempfile.TemporaryDirectory() as scratch:
        fitted = None if told.model else fit(rows, recipe_for(len(rows)))
        artefact = load(save_model(fitted, rows, Path(scratch)) if fitted else told.model)
        kernel, plain = Classifier(artefact), Classifier(artefact, compiled=False)
        if not kernel.compiled:
            parser.error("the kernel is not compiled here; install again where a C compiler is.")
        of_kernel, decided = probabilities(kernel, messages), [kernel.decide(message) for message in messages]
        some = messages[:PLAIN_MESSAGES]
        of_plain, decided_plain = probabilities(plain, some), [plain.decide(message) for message in some]
    told_all = zip(decided[:PLAIN_MESSAGES], decided_plain, strict=True)
    differ = sum(a != b._replace(probability=a.probability) for a, b in told_all)
    stated = np.array([decision.probability for decision in decided])
    by_decision = [decision.intent for decision in decided]
    by_scores = np.array(kernel.classes)[of_kernel.argmax(axis=1)]
    figures = {
        "kernel: decided from raw text : its scores": beside(
            of_kernel.max(axis=1), stated, sum(a != b for a, b in zip(by_decision, by_scores, strict=True))
        ),
        "kernel : plain Python, whole decisions": beside(of_kernel[:PLAIN_MESSAGES], of_plain, differ),
    }
    if fitted:
        of_sklearn = softmax(log_odds(fitted, messages) / TEMPERATURE, axis=1)
        named = fitted.model.classes_[of_sklearn.argmax(axis=1)]
        different = sum(a != b for a, b in zip(by_decision, named, strict=True))
        figures["kernel : scikit-learn"] = beside(of_kernel, of_sklearn, different)
    table(figures, {"messages": "d", "different": "d", "largest": ".1e"})
    write_json(told.json, figures)


if __name__ == "__main__":
    main()
