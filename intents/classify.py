"""The classifier that answers: one matrix, no library of machine learning.

scikit-learn trains it (`intents.train`) and is not needed here; the two agree to the rounding of float32. Scores come from the
compiled kernel, or from the same in plain Python where it could not be built; what follows from them is decided here.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from intents.artefact import Artefact, build_current
from intents.cleaning import CLAUSE_MARKS, CleanText, normalise
from intents.errors import ModelRefused
from intents.names import OTHER, SMALL_TALK
from intents.prediction import Asked, Decision, Guess, Prediction

if TYPE_CHECKING:
    from intents.entities import EntityFinder
    from intents.explain import Explainer, Words

try:
    from intents import _kernel
except ImportError:  # no compiler when it was installed
    _kernel = None  # type: ignore[assignment]

CLAUSE = re.compile(f"[^{re.escape(CLAUSE_MARKS)}]+")
GOLDEN_TOLERANCE = 1e-4
_NO_QUESTION = SMALL_TALK | {OTHER}
_DECLINED = re.compile(r"(?:那|这|就|我)?(?:不用|不需要|不是问|不是说|没问|不问)(?!了|吗|么)")
"""`不用发票` and `不是问发货` ask for nothing."""
SECOND_FLOOR = 0.5
"""A clause is a question of its own from this probability on."""

Turns = Sequence[tuple[str, str]]
"""(speaker, raw text), oldest first."""


class Scorer(Protocol):
    """What the compiled kernel and `intents.plain` both do; classes are numbers, text is clean, turns may be None."""

    def scores(self, text: str, agent: str | None, buyer: str | None, /) -> tuple[Sequence[float], Sequence[float]]: ...
    def read(self, text: str, agent: str | None, buyer: str | None, /) -> tuple[int, float, int, float]: ...
    def halves(self, text: str, own: int, /) -> tuple[int, int, float, int, float] | None: ...


class Classifier:
    """Answers from one artefact. Safe to share between threads: nothing changes after the start."""

    def __init__(self, artefact: Artefact, *, cache_dir: Path | None = None, compiled: bool = True) -> None:
        """`cache_dir` is where jieba, which cuts words for explanations only, keeps its dictionary. `compiled=False` answers in
        plain Python even where the kernel is there; the answers are the same."""
        self._artefact = artefact
        self._cache_dir = cache_dir
        self._classes = tuple(artefact.classes)
        self._temperature = float(artefact.manifest["temperature"])
        thresholds, risk = artefact.manifest["auto_thresholds"], artefact.manifest["risk"]
        told = {name: thresholds.get(risk.get(name, "high")) for name in self._classes}
        self._sure_from = {n: 2.0 if t is None or n == OTHER else float(t) for n, t in told.items()}
        self._kernel = _kernel_of(artefact) if compiled and _kernel is not None else None
        self._scorer: Scorer = self._kernel or _plain_of(artefact)

    @classmethod
    def load(cls, models: Path, *, cache_dir: Path | None = None) -> Classifier:
        """The current model of a folder that still says what it said when it was trained; raises NoModelError."""
        return build_current(models, lambda artefact: cls(artefact, cache_dir=cache_dir).proved())

    def proved(self) -> Classifier:
        """Itself, when its golden messages get the probabilities they had at training.

        Raises ModelRefused: another OpenCC, Unicode or Qinda cleans text otherwise than this model has learned.
        """
        for text, intent, probability in self._artefact.manifest["golden"]:
            # the long way: a message that the kernel takes as it is would not tell that it is cleaned otherwise
            now = self._decide(normalise(text), None, None)
            if now.intent != intent or abs(now.probability - probability) > GOLDEN_TOLERANCE:
                raise ModelRefused(
                    f"Model {self.version}: a golden message is {now.intent} with {now.probability:.4f}, expected {intent} with "
                    f"{probability:.4f}. It was trained with {self._artefact.manifest['libraries']}; train again."
                )
        return self

    @property
    def version(self) -> str:
        return self._artefact.version

    @property
    def compiled(self) -> bool:
        """The kernel answers, not plain Python."""
        return self._kernel is not None

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What is told of the model beside its numbers."""
        return self._artefact.manifest

    @property
    def classes(self) -> tuple[str, ...]:
        return self._classes

    def probabilities(self, text: str) -> list[float]:
        """Calibrated probability of every class for clean text alone, in the order of `classes`."""
        return self._calibrated(self._scorer.scores(text, None, None)[0])

    def _calibrated(self, scores: Sequence[float]) -> list[float]:
        highest = max(scores)
        odds = [math.exp((s - highest) / self._temperature) for s in scores]
        whole = sum(odds)
        return [o / whole for o in odds]

    def decide(self, raw: str, context: Turns = ()) -> Decision:
        """What `raw` asks, and whether it may be answered without a human.

        `context`: (speaker, raw text) of the turns before, oldest first; they decide fragments.
        """
        agent, buyer = self._last_turns(context) if context else (None, None)
        told = self._kernel.decide(raw, agent, buyer) if self._kernel is not None else None
        if told is None:
            return self._decide(normalise(raw), agent, buyer)
        best, probability, after, after_probability, halves = told
        classes = self._classes
        intent, in_context = classes[best], classes[after]
        sure = best == after and after_probability >= self._sure_from[intent]
        if halves is None:
            return Decision(intent, probability, (intent,), in_context, sure)
        _, left, left_probability, right, right_probability = halves
        other, its = (right, right_probability) if left == best else (left, left_probability)
        sure = sure and its >= self._sure_from[classes[other]]
        return Decision(intent, probability, (intent, classes[other]), in_context, sure)

    def _decide(self, clean: CleanText, agent: str | None, buyer: str | None) -> Decision:
        best, p, then, q = self._scorer.read(clean.text, agent, buyer)
        alone, after = Guess(self._classes[best], p), Guess(self._classes[then], q)
        asked = self._asked(clean, alone)
        intents = tuple(dict.fromkeys([alone.intent, *(a.intent for a in asked)]))
        return Decision(alone.intent, alone.probability, intents, after.intent, self._all_sure(alone, after, asked))

    def predict(
        self, raw: str, *, now: datetime, finder: EntityFinder | None = None, context: Turns = ()
    ) -> Prediction:
        """`decide` with everything a reply is made from. `now` (aware) dates the days named in the message; `finder` knows the
        shop's own words."""
        from intents.entities import shared_finder
        from intents.mood import feel

        clean = normalise(raw)
        alone, after = self._scorer.scores(clean.text, *self._last_turns(context))
        ranked = sorted(zip(self._calibrated(alone), self._classes, strict=True), key=lambda pc: -pc[0])
        ranking = tuple(Guess(name, probability) for probability, name in ranked)
        in_context = self._top(after) if context else ranking[0]
        asked = self._asked(clean, ranking[0])
        mood, severity = feel(clean.text)
        return Prediction(
            clean=clean,
            ranking=ranking,
            asked=asked,
            in_context=in_context,
            entities=(finder or shared_finder()).find(clean, now=now),
            mood=mood,
            severity=severity,
            sure=self._all_sure(ranking[0], in_context, asked),
            model=self.version,
        )

    def _last_turns(self, context: Turns) -> tuple[str | None, str | None]:
        """Clean text of the last thing the shop said, and the buyer."""
        said = {speaker: words for speaker, words in context if words}
        return self._clean(said.get("agent")), self._clean(said.get("buyer"))

    def _clean(self, raw: str | None) -> str | None:
        if raw is None or (self._kernel is not None and self._kernel.is_plain(raw)):
            return raw
        return normalise(raw).text or None

    def _top(self, scores: Sequence[float]) -> Guess:
        probabilities = self._calibrated(scores)
        highest = max(probabilities)
        return Guess(self._classes[probabilities.index(highest)], highest)

    def _all_sure(self, alone: Guess, after: Guess, asked: Sequence[Asked]) -> bool:
        return (
            alone.intent == after.intent
            and after.probability >= self._sure_from[after.intent]
            and all(a.probability >= self._sure_from[a.intent] for a in asked if a.intent != after.intent)
        )

    def _asked(self, clean: CleanText, top: Guess) -> tuple[Asked, ...]:
        """Clauses that ask something of their own, and the message's own intent where its clause is found."""
        clauses = [(m.start(), m.end()) for m in CLAUSE.finditer(clean.text)]
        if len(clauses) < 2:
            start, end = clauses[0] if clauses else (0, len(clean.text))
            return self._two_halves(clean, top) or (Asked(*top, *clean.raw_span(start, end)),)
        found: dict[str, Asked] = {}
        wanted = [c for c in clauses if not _DECLINED.match(clean.text, *c)] or clauses
        for start, end in wanted:
            best, probability, *_ = self._scorer.read(clean.text[start:end], None, None)
            name = self._classes[best]
            if name not in found and (name == top.intent or (probability >= SECOND_FLOOR and name not in _NO_QUESTION)):
                found[name] = Asked(name, probability, *clean.raw_span(start, end))
        if not found or (top.intent not in found and len(wanted) == len(clauses)):
            found[top.intent] = Asked(*top, *clean.raw_span(clauses[0][0], clauses[-1][1]))
        return tuple(sorted(found.values(), key=lambda a: (a.start, a.end)))

    def _two_halves(self, clean: CleanText, top: Guess) -> tuple[Asked, ...]:
        """Two questions run together without a mark, one of them the message's own intent; or nothing."""
        told = self._scorer.halves(clean.text, self._classes.index(top.intent))
        if told is None:
            return ()
        cut, left, left_probability, right, right_probability = told
        return (
            Asked(self._classes[left], left_probability, *clean.raw_span(0, cut)),
            Asked(self._classes[right], right_probability, *clean.raw_span(cut, len(clean.text))),
        )

    def explain(self, clean: CleanText, intents: Sequence[str], *, limit: int = 3) -> dict[str, Words]:
        """For each intent the words that pushed towards it, or away from it, against the mean of all; strongest first.

        Each with what it added to the log-odds, of the same weights that decided.
        """
        columns = [self._classes.index(name) for name in intents]
        return dict(zip(intents, self._explainer.words(clean.text, columns, limit), strict=True))

    @functools.cached_property
    def _explainer(self) -> Explainer:
        """Made when first asked: deciding needs neither jieba nor NumPy."""
        from intents.explain import Explainer
        from intents.segment import segmenter

        return Explainer(self._artefact, segmenter(self._cache_dir))

    def because(self, clean: CleanText, intent: str, *, limit: int = 3) -> Words:
        """`explain` for one intent."""
        return self.explain(clean, [intent], limit=limit)[intent]


def _silent(artefact: Artefact) -> bytes:
    return bytes(name in _NO_QUESTION for name in artefact.classes)


def _kernel_of(artefact: Artefact) -> _kernel.Kernel:
    names, words = artefact.concepts
    arrays = artefact.arrays
    try:
        return _kernel.Kernel(
            slots=arrays["slots"].data,
            words=arrays["words"].data,
            letters=arrays["letters"].data,
            weights=arrays["weights"].data,
            bias=arrays["bias"].data,
            silent=_silent(artefact),
            longest_word=max(map(len, words), default=0),
            number=names.index("number"),
            temperature=float(artefact.manifest["temperature"]),
            floor=float(artefact.manifest["second_floor"]),
        )
    except ValueError as error:
        raise ModelRefused(f"Model {artefact.version}: {error}. Train again.") from error


def _plain_of(artefact: Artefact) -> Scorer:
    from intents.plain import PlainScorer

    return PlainScorer(artefact, _silent(artefact), float(artefact.manifest["second_floor"]))
