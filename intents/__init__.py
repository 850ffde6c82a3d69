"""Qinda understands: from a buyer's words to intents with true probabilities, and what the words name.

This is the front door; everything else in the package is private to it. Training lives in `intents.train` and
`intents.evaluate`, apart, because answering must not load scikit-learn.
"""

from intents.artefact import current_version
from intents.catalog import OTHER, Intent, IntentCatalog, load_catalog
from intents.classify import Asked, Classifier, Guess, Prediction
from intents.corpus import Utterance, digest, load_corpus
from intents.current import CurrentClassifier
from intents.entities import Entity, EntityFinder, number_of
from intents.errors import DefinitionError, IntentsError, ModelRefused, NoModelError
from intents.lexicon.words import Word, places
from intents.normalise import CleanText, mask, normalise, simplify
from intents.recipe import Recipe, libraries
from intents.segment import Segmenter, segmenter

__all__ = [
    "OTHER",
    "Asked",
    "Classifier",
    "CleanText",
    "CurrentClassifier",
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
    "current_version",
    "digest",
    "libraries",
    "load_catalog",
    "load_corpus",
    "mask",
    "normalise",
    "number_of",
    "places",
    "segmenter",
    "simplify",
]
