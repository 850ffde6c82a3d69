"""Training: TF-IDF over pairs of characters and concepts, logistic regression, one temperature, thresholds by promised error.

The only module besides `evaluate` that needs scikit-learn; answering never imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from scipy.stats import beta
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from intents import tables
from intents.arrays import Floats
from intents.artefact import FORMAT, Array, Artefact, save
from intents.augment import borrowed, glued
from intents.catalog import IntentCatalog
from intents.classify import Classifier
from intents.cleaning import normalise
from intents.concepts import Concepts, shipped_concepts
from intents.corpus import Utterance, digest
from intents.errors import DefinitionError
from intents.features import BLOCKS, Turns, block_keys
from intents.names import OTHER
from intents.recipe import Recipe, libraries, recipe_for

LEAST_EXAMPLES = 5
FOLDS = 4
SEED = 20261122

Progress = Callable[[str, int, int], None]
"""(what, done, of) while training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossValidated:
    """Out-of-fold log-odds of every row: what the model says of rows it has not seen."""

    labels: np.ndarray[Any, Any]
    also: tuple[tuple[str, ...], ...]
    """What each row asks besides: answering that is not wrong."""
    scores: Floats
    classes: tuple[str, ...]
    temperature: float

    @property
    def probabilities(self) -> Floats:
        probabilities: Floats = np.exp(log_softmax(self.scores / self.temperature, axis=1))
        return probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A fitted pipeline, still scikit-learn's."""

    vectorisers: Mapping[str, TfidfVectorizer]
    block_weights: Mapping[str, float]
    model: LogisticRegression
    concepts: Concepts

    def matrix(self, features: Mapping[str, Sequence[Sequence[int]]]) -> sp.csr_matrix:
        parts = [self.vectorisers[b].transform(features[b]) * weight for b, weight in self.block_weights.items()]
        return sp.hstack(parts, format="csr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    artefact: Artefact
    folder: Path
    validated: CrossValidated
    fitted: Fitted = field(repr=False)


def _same(features: Sequence[int]) -> Sequence[int]:
    return features


@dataclass(frozen=True, slots=True)
class Sample:
    """One row to fit: a text, maybe with the turns before it, and how much it counts."""

    text: str
    intent: str
    weight: float
    turns: Turns = ()


def _samples(rows: Sequence[Utterance], recipe: Recipe) -> list[Sample]:
    """Every row by its words alone, glued ones, then the rows with turns by what they ask in context."""
    made = glued(rows, share=recipe.glued_share, talk_share=recipe.glued_talk_share, seed=SEED)
    lent = borrowed(rows, share=recipe.borrowed_share, seed=SEED)
    same, changed = recipe.in_context_weight, recipe.changed_weight
    return [
        *(Sample(row.text, row.intent, recipe.fragment_weight if row.context else 1.0) for row in rows),
        *(Sample(row.text, row.intent, recipe.glued_weight) for row in made),
        *(
            Sample(r.text, r.in_context or r.intent, changed if r.in_context not in ("", r.intent) else same, r.context)
            for r in rows
            if r.context
        ),
        *(Sample(row.text, row.intent, recipe.borrowed_weight, row.context) for row in lent),
    ]


def features_of(
    texts: Sequence[str], concepts: Concepts, turns: Sequence[Turns] | None = None
) -> dict[str, list[list[int]]]:
    """Block → features of each text, as the classifier makes them; `turns` are the ones before each."""
    cleaned = _cleaned(texts)
    before = [[(who, normalise(said).text) for who, said in one] for one in turns or [()] * len(texts)]
    rows = [block_keys(text, one, concepts) for text, one in zip(cleaned, before, strict=True)]
    return {block: [row[block] for row in rows] for block in BLOCKS}


def _cleaned(texts: Sequence[str]) -> list[str]:
    return [normalise(text).text for text in texts]


def fit(rows: Sequence[Utterance], recipe: Recipe, concepts: Concepts | None = None) -> Fitted:
    """Fit on rows and on what is made from them; deterministic for the same rows."""
    concepts = concepts or shipped_concepts()
    samples = _samples(rows, recipe)
    features = features_of([s.text for s in samples], concepts, [s.turns for s in samples])
    vectorisers, parts = {}, []
    for block, weight in recipe.block_weights.items():
        vectoriser = TfidfVectorizer(
            analyzer=_same, sublinear_tf=True, min_df=recipe.least_documents[block], dtype=np.float32
        )
        with suppress(ValueError):  # nothing in this block is common enough: few rows, or none with turns
            parts.append(vectoriser.fit_transform(features.pop(block)) * weight)
            vectorisers[block] = vectoriser
    # saga with a loose tolerance is as accurate as converged lbfgs here, in a small part of the time
    model = LogisticRegression(
        C=recipe.inverse_regularisation, solver="saga", tol=recipe.tolerance, max_iter=200, random_state=SEED
    )
    weights = np.array([s.weight for s in samples])
    model.fit(sp.hstack(parts, format="csr"), [s.intent for s in samples], sample_weight=weights)
    if OTHER in model.classes_:
        model.intercept_[list(model.classes_).index(OTHER)] -= recipe.other_margin
    weights_used = {block: recipe.block_weights[block] for block in vectorisers}
    return Fitted(vectorisers=vectorisers, block_weights=weights_used, model=model, concepts=concepts)


def _fold(rows: Sequence[Utterance], train: Any, test: Any, recipe: Recipe) -> tuple[Any, Floats, list[str]]:
    fitted = fit([rows[i] for i in train], recipe)
    held_out = fitted.matrix(features_of([rows[i].text for i in test], fitted.concepts))
    return test, fitted.model.decision_function(held_out).astype(np.float32), list(fitted.model.classes_)


def cross_validate(
    rows: Sequence[Utterance],
    *,
    recipe: Recipe | None = None,
    jobs: int = -1,
    progress: Progress | None = None,
) -> CrossValidated:
    """Four folds, stratified, in parallel processes. Raises DefinitionError when a class has fewer than five rows."""
    recipe = recipe or recipe_for(len(rows))
    labels = [row.intent for row in rows]
    counts = {name: labels.count(name) for name in set(labels)}
    if few := sorted(f"{name}: {n}" for name, n in counts.items() if n < LEAST_EXAMPLES):
        raise DefinitionError(f"Too few examples; every intent needs at least {LEAST_EXAMPLES}.", few)
    classes = sorted(counts)
    scores = np.zeros((len(rows), len(classes)), dtype=np.float32)
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(labels, labels))
    work = (joblib.delayed(_fold)(rows, train, test, recipe) for train, test in folds)
    for done, (test, part, names) in enumerate(joblib.Parallel(n_jobs=jobs, return_as="generator_unordered")(work), 1):
        scores[np.ix_(test, [classes.index(n) for n in names])] = part
        if progress is not None:
            progress("cross-validation", done, FOLDS)
    return CrossValidated(
        labels=np.array(labels),
        also=tuple(row.also for row in rows),
        scores=scores,
        classes=tuple(classes),
        temperature=recipe.softening * _temperature(scores, [classes.index(x) for x in labels]),
    )


def _temperature(scores: Floats, gold: Sequence[int]) -> float:
    """The one number that makes held-out probabilities true on the whole (least negative log-likelihood)."""
    pick = np.arange(len(gold)), np.asarray(gold)

    def loss(t: float) -> float:
        return float(-log_softmax(scores / t, axis=1)[pick].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def upper_bound(wrong: int, n: int, confidence: float) -> float:
    """Clopper and Pearson's one-sided upper bound of a share."""
    return 1.0 if wrong >= n else float(beta.ppf(confidence, wrong + 1, n - wrong))


def thresholds(validated: CrossValidated, catalog: IntentCatalog, recipe: Recipe) -> dict[str, float | None]:
    """For each risk group the lowest probability from which the promise holds on held-out rows; None: too little evidence, off."""
    probabilities = validated.probabilities
    top = probabilities.argmax(axis=1)
    sure = probabilities.max(axis=1)
    asked = zip(top, validated.labels, validated.also, strict=True)
    right = np.array([validated.classes[c] in (label, *also) for c, label, also in asked])
    risk = np.array([catalog[validated.classes[c]].risk if validated.classes[c] != OTHER else "" for c in top])
    found: dict[str, float | None] = {"high": None}
    for group in ("low", "medium"):
        rows = np.flatnonzero(risk == group)
        rows = rows[np.argsort(-sure[rows], kind="stable")]
        wrong = np.cumsum(~right[rows])
        kept = [
            k
            for k in range(len(rows))
            if upper_bound(int(wrong[k]), k + 1, recipe.confidence) <= recipe.wrong_in_100 / 100
        ]
        found[group] = float(sure[rows[kept[-1]]]) if kept else None
    return found


def _fold_in(fitted: Fitted) -> dict[str, Array]:
    """The tables of the model: idf and the block's weight folded into the coefficients."""
    vectorisers = list(fitted.vectorisers.values())
    keys = [int(key) for v in vectorisers for key in v.get_feature_names_out()]
    idf = np.concatenate([v.idf_ for v in vectorisers]).astype(np.float32)
    scale = np.concatenate([np.full(len(v.idf_), fitted.block_weights[b]) for b, v in fitted.vectorisers.items()])
    arrays = {
        "slots": tables.slots(keys, idf),
        "weights": (fitted.model.coef_.T * (idf * scale)[:, None]).astype(np.float32),
        "bias": fitted.model.intercept_.astype(np.float32),
        "words": tables.words(fitted.concepts.words),
        "letters": tables.letters(),
    }
    return {name: Array.of(array) for name, array in arrays.items()}


def _golden(classifier: Classifier, catalog: IntentCatalog) -> list[tuple[str, str, float]]:
    """(text, intent, probability) of one example of each intent: what the saved model must say wherever it is loaded."""
    texts = [i.examples[0] for i in catalog.values() if i.examples]
    told = [(text, classifier.decide(text)) for text in texts]
    return [(text, decision.intent, round(decision.probability, 6)) for text, decision in told]


def _near_misses_right(classifier: Classifier, catalog: IntentCatalog) -> float:
    """Share of the near misses, never trained on, that the new model calls by their own name."""
    asked = [miss for intent in catalog.values() for miss in intent.near_misses]
    right = sum(classifier.decide(miss.text).intent == miss.intent for miss in asked)
    return right / max(1, len(asked))


def train(
    catalog: IntentCatalog,
    rows: Sequence[Utterance],
    models: Path,
    *,
    now: datetime,
    recipe: Recipe | None = None,
    jobs: int = -1,
    progress: Progress | None = None,
) -> Trained:
    """Cross-validate, fit on every row, save as the current version. `now` (aware UTC) dates the version."""
    recipe = recipe or recipe_for(len(rows))
    validated = cross_validate(rows, recipe=recipe, jobs=jobs, progress=progress)
    labels = [row.intent for row in rows]
    fitted = fit(rows, recipe)
    if progress is not None:
        progress("fitting", 1, 1)
    data_digest = digest(rows)
    top = validated.probabilities.argmax(axis=1)
    accuracy = float(np.mean([validated.classes[c] == x for c, x in zip(top, labels, strict=True)]))
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": f"{now:%Y%m%dT%H%M%S}-{data_digest[:8]}",
        "trained_at": now.isoformat(),
        "data_digest": data_digest,
        "rows": len(rows),
        "classes": [str(c) for c in fitted.model.classes_],
        "risk": {i.id: i.risk for i in catalog.values()},
        "libraries": libraries(),
        "recipe": recipe.as_json(),
        "temperature": validated.temperature,
        "second_floor": recipe.second_floor,
        "auto_thresholds": thresholds(validated, catalog, recipe),
        "scores": {"cross_validated_accuracy": round(accuracy, 4), "on": f"written examples, {FOLDS} folds"},
    }
    artefact = Artefact(manifest, _fold_in(fitted), (fitted.concepts.names, fitted.concepts.words))
    classifier = Classifier(artefact)
    manifest["scores"]["near_misses_right"] = round(_near_misses_right(classifier, catalog), 4)
    manifest["golden"] = _golden(classifier, catalog)
    return Trained(artefact=artefact, folder=save(artefact, models), validated=validated, fitted=fitted)
