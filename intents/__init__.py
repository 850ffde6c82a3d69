"""Qinda understands: from a buyer's words to intents with true probabilities, and what the words name.

This is the front door; everything else in the package is private to it. Training lives in `intents.train` and
`intents.evaluate`, apart, because answering must not load scikit-learn.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intents.artefact import current_version
    from intents.batch import cores, map_chunks
    from intents.catalog import Intent, IntentCatalog, load_catalog
    from intents.classify import Classifier
    from intents.cleaning import CleanText, mask, normalise, simplify
    from intents.corpus import Utterance, digest, load_corpus
    from intents.current import CurrentClassifier
    from intents.entities import Entity, EntityFinder, number_of
    from intents.errors import DefinitionError, IntentsError, ModelRefused, NoModelError
    from intents.lexicon.words import Word, places
    from intents.names import OTHER
    from intents.prediction import Asked, Decision, Guess, Prediction
    from intents.recipe import Recipe, libraries
    from intents.segment import Segmenter, segmenter

_HOMES = {
    "intents.artefact": "current_version",
    "intents.batch": "cores map_chunks",
    "intents.catalog": "Intent IntentCatalog load_catalog",
    "intents.classify": "Classifier",
    "intents.corpus": "Utterance digest load_corpus",
    "intents.current": "CurrentClassifier",
    "intents.entities": "Entity EntityFinder number_of",
    "intents.errors": "DefinitionError IntentsError ModelRefused NoModelError",
    "intents.lexicon.words": "Word places",
    "intents.names": "OTHER",
    "intents.cleaning": "CleanText mask normalise simplify",
    "intents.prediction": "Asked Decision Guess Prediction",
    "intents.recipe": "Recipe libraries",
    "intents.segment": "Segmenter segmenter",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "OTHER",
    "Asked",
    "Classifier",
    "CleanText",
    "CurrentClassifier",
    "Decision",
    "DefinitionError",
    "Entity",
    "EntityFinder",
    "Guess",
    "Intent",
    "IntentCatalog",
    "IntentsError",
    "ModelRefused",
    "NoModelError",
    "Prediction",
    "Recipe",
    "Segmenter",
    "Utterance",
    "Word",
    "cores",
    "current_version",
    "digest",
    "libraries",
    "load_catalog",
    "load_corpus",
    "map_chunks",
    "mask",
    "normalise",
    "number_of",
    "places",
    "segmenter",
    "simplify",
]


def __getattr__(name: str) -> Any:
    """Each name is fetched from its module when first asked for: answering one message loads a tenth of the package."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(_HOME_OF[name]), name)
    return value
