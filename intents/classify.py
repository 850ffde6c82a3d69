"""The classifier that answers: a dictionary of features and one matrix, numpy only.

scikit-learn trains it (`intents.train`) and is not needed here; the two agree to the rounding of float32.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from intents.artefact import Artefact, Floats, build_current
from intents.catalog import OTHER, SMALL_TALK
from intents.entities import Entity, EntityFinder, shared_finder
from intents.errors import ModelRefused
from intents.explain import Explainer, Words, strongest
from intents.features import (
    ALONE,
    Turns,
    char_features,
    context_features,
    located_char_features,
    located_word_features,
    word_features,
)
from intents.halves import SHORTEST, Halves
from intents.mood import Mood, feel
from intents.normalise import CleanText, normalise
from intents.segment import Segmenter, segmenter

CLAUSE = re.compile(r"[^,.!?;~。、… \n]+")
GOLDEN_TOLERANCE = 1e-4
_NO_QUESTION = SMALL_TALK | {OTHER}
JOINT_FLOOR = 0.83
"""Both halves of an unmarked message are asked from this joint probability on; chosen on real chats: 5 % cut for nothing."""
_DECLINED = re.compile(r"(?:那|这|就|我)?(?:不用|不需要|不是问|不是说|没问|不问)(?!了|吗|么)")
"""`不用发票` and `不是问发货` ask for nothing."""
MOST_TURNS = 4
SECOND_FLOOR = 0.5
"""A clause is a question of its own from this probability on."""


@dataclass(frozen=True, slots=True)
class Guess:
    intent: str
    probability: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked: code points [start, end) of the raw message."""

    intent: str
    probability: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a message asks."""

    clean: CleanText
    ranking: tuple[Guess, ...]
    """Every intent with its calibrated probability for the message as a whole, highest first."""
    asked: tuple[Asked, ...]
    """What is asked, in text order; the most likely intent of the message is among them."""
    in_context: Guess
    """What it asks when the turns before are read; without turns the top of the ranking."""
    entities: tuple[Entity, ...]
    mood: Mood
    severity: int
    sure: bool
    """The intent, alone and in context the same, and all that is asked besides keep the promised error rate."""
    model: str

    @property
    def top(self) -> Guess:
        return self.ranking[0]

    @property
    def intents(self) -> tuple[str, ...]:
        """What is asked, the most likely of the whole message first, then in text order."""
        return tuple(dict.fromkeys([self.top.intent, *(a.intent for a in self.asked)]))


class Classifier:
    """Answers from one artefact. Safe to share between threads: nothing changes after the start."""

    def __init__(self, artefact: Artefact, cuts: Segmenter) -> None:
        self._artefact = artefact
        self._cuts = cuts
        self._rows: dict[str, dict[str, int]] = {}
        first = 0
        for block, names in artefact.blocks.items():
            self._rows[block] = {name: first + i for i, name in enumerate(names)}
            first += len(names)
        self._weights = np.asarray(artefact.weights)
        self._idf = np.asarray(artefact.idf)
        self._bias = np.asarray(artefact.bias)
        self._classes = tuple(artefact.classes)
        self._temperature = float(artefact.manifest["temperature"])
        alone = self._rows.get("context", {}).get(ALONE)
        self._alone = self._bias if alone is None else self._bias + self._weights[alone] / self._idf[alone]
        """What every message without turns starts from."""
        self._explainer = Explainer(self._rows, self._weights, self._idf)
        self._halves = Halves(self._rows, self._weights, self._idf, self._alone)
        self._silent = np.array([name in _NO_QUESTION for name in self._classes])

    @classmethod
    def load(cls, models: Path, *, cache_dir: Path | None = None) -> Classifier:
        """The current model of a folder that still says what it said when it was trained; raises NoModelError."""
        cuts = segmenter(cache_dir)
        return build_current(models, lambda artefact: cls(artefact, cuts).proved())

    def proved(self) -> Classifier:
        """Itself, when its golden messages get the probabilities they had at training.

        Raises ModelRefused: another jieba, OpenCC or Qinda cuts or cleans words otherwise than this model has learned.
        """
        for text, intent, probability in self._artefact.manifest["golden"]:
            now = float(self.probabilities(normalise(text).text)[self._classes.index(intent)])
            if abs(now - probability) > GOLDEN_TOLERANCE:
                raise ModelRefused(
                    f"Model {self.version}: a golden message is {intent} with {now:.4f}, expected {probability:.4f}. "
                    f"It was trained with {self._artefact.manifest['libraries']}; train again."
                )
        return self

    @property
    def version(self) -> str:
        return self._artefact.version

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What is told of the model beside its numbers."""
        return self._artefact.manifest

    @property
    def classes(self) -> tuple[str, ...]:
        return self._classes

    def scores(self, text: str) -> Floats:
        """Log-odds of every class for clean text by itself, before the temperature."""
        scores: Floats = self._alone + self._of_text(text, self._cuts.cut(text))
        return scores

    def _of_text(self, text: str, words: Sequence[str]) -> Floats:
        """What the words themselves add, whatever was said before."""
        total: Floats = self._block("char", char_features(text)) + self._block("word", word_features(words))
        return total

    def _block(self, block: str, names: Sequence[str]) -> Floats:
        """What one block adds to the log-odds."""
        rows, counts = self._known(block, names)
        if not rows:
            return np.zeros_like(self._bias)
        tf = 1 + np.log(counts)
        norm = np.sqrt(np.square(tf * self._idf[rows]).sum())
        added: Floats = (tf / norm) @ self._weights[rows]
        return added

    def _known(self, block: str, names: Sequence[str]) -> tuple[list[int], Floats]:
        table = self._rows.get(block, {})
        counts = Counter(names)
        rows = [table[n] for n in counts if n in table]
        return rows, np.array([counts[n] for n in counts if n in table], dtype=np.float32)

    def probabilities(self, text: str) -> Floats:
        """Calibrated probability of every class for clean text, in the order of `classes`."""
        probabilities: Floats = self._calibrated(self.scores(text))
        return probabilities

    def _calibrated(self, scores: Any) -> Any:
        """Probabilities of scores (…, classes)."""
        scores = scores / self._temperature
        odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return odds / odds.sum(axis=-1, keepdims=True)

    def predict(
        self, raw: str, *, now: datetime, finder: EntityFinder | None = None, context: Turns = ()
    ) -> Prediction:
        """What `raw` asks. `now` (aware) dates the days named in it; `finder` knows the shop's own words.

        `context`: (speaker, raw text) of the turns before, oldest first; they decide fragments.
        """
        clean = normalise(raw)
        words = self._cuts.cut(clean.text)
        of_text = self._of_text(clean.text, words)
        probabilities = self._calibrated(self._alone + of_text)
        order = np.argsort(-probabilities, kind="stable")
        ranking = tuple(Guess(self._classes[i], float(probabilities[i])) for i in order)
        in_context = self._in_context(clean.text, of_text, context) if context else ranking[0]
        asked = self._asked(clean, words, ranking[0])
        mood, severity = feel(clean.text)
        return Prediction(
            clean=clean,
            ranking=ranking,
            asked=asked,
            in_context=in_context,
            entities=(finder or shared_finder()).find(clean, now=now),
            mood=mood,
            severity=severity,
            sure=in_context.intent == ranking[0].intent
            and self._sure(in_context)
            and all(self._sure(a) for a in asked if a.intent != in_context.intent),
            model=self.version,
        )

    def _in_context(self, text: str, of_text: Floats, context: Turns) -> Guess:
        turns = [(speaker, normalise(said).text) for speaker, said in context[-MOST_TURNS:]]
        probabilities = self._calibrated(self._bias + of_text + self._block("context", context_features(text, turns)))
        best = int(probabilities.argmax())
        return Guess(self._classes[best], float(probabilities[best]))

    def _sure(self, found: Guess | Asked) -> bool:
        risk = self._artefact.manifest["risk"].get(found.intent, "high")
        threshold = self._artefact.manifest["auto_thresholds"].get(risk)
        return found.intent != OTHER and threshold is not None and found.probability >= threshold

    def _asked(self, clean: CleanText, words: Sequence[str], top: Guess) -> tuple[Asked, ...]:
        """Clauses that ask something of their own, and the message's own intent where its clause is found."""
        clauses = [(m.start(), m.end()) for m in CLAUSE.finditer(clean.text)]
        if len(clauses) < 2:
            start, end = clauses[0] if clauses else (0, len(clean.text))
            return self._two_halves(clean, words, top) or (
                Asked(top.intent, top.probability, *clean.raw_span(start, end)),
            )
        found: dict[str, Asked] = {}
        wanted = [c for c in clauses if not _DECLINED.match(clean.text, *c)] or clauses
        for start, end in wanted:
            probabilities = self.probabilities(clean.text[start:end])
            best = int(probabilities.argmax())
            name, probability = self._classes[best], float(probabilities[best])
            if name not in found and (name == top.intent or (probability >= SECOND_FLOOR and name not in _NO_QUESTION)):
                found[name] = Asked(name, probability, *clean.raw_span(start, end))
        if not found or (top.intent not in found and len(wanted) == len(clauses)):
            found[top.intent] = Asked(top.intent, top.probability, *clean.raw_span(clauses[0][0], clauses[-1][1]))
        return tuple(sorted(found.values(), key=lambda a: (a.start, a.end)))

    def _two_halves(self, clean: CleanText, words: Sequence[str], top: Guess) -> tuple[Asked, ...]:
        """Two questions run together without a mark, one of them the message's own intent; or nothing."""
        text = clean.text
        if len(text) < 2 * SHORTEST or top.intent in _NO_QUESTION:
            return ()
        features = {"char": located_char_features(text), "word": located_word_features(text, words)}
        left, right = (self._calibrated(scores) for scores in self._halves.scores(text, features))
        first, second = left.argmax(axis=1), right.argmax(axis=1)
        joint = left.max(axis=1) * right.max(axis=1)
        own = self._classes.index(top.intent)
        joint[(first == second) | ((first != own) & (second != own)) | self._silent[first] | self._silent[second]] = 0
        best = int(joint.argmax())
        if joint[best] < JOINT_FLOOR:
            return ()
        at = SHORTEST + best
        return (
            Asked(self._classes[first[best]], float(left[best].max()), *clean.raw_span(0, at)),
            Asked(self._classes[second[best]], float(right[best].max()), *clean.raw_span(at, len(text))),
        )

    def because(self, clean: CleanText, intent: str, *, limit: int = 3) -> Words:
        """The words that pushed towards `intent`, or away from it, against the mean of all intents; strongest first.

        Each with what it added to the log-odds, of the same weights that decided.
        """
        return self.explain(clean, [intent], limit=limit)[intent]

    def explain(self, clean: CleanText, intents: Sequence[str], *, limit: int = 3) -> dict[str, Words]:
        """`because` for several intents at once."""
        words = self._cuts.cut(clean.text)
        columns = [self._classes.index(name) for name in intents]
        pushed = self._explainer.push(clean.text, words, columns)
        return dict(zip(intents, strongest(clean.text, words, pushed, limit), strict=True))
