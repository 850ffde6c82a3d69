"""The model that serves, followed when another version is published."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from intents.artefact import current_version, load
from intents.classify import Classifier
from intents.corpus import Utterance, digest
from intents.errors import ModelRefused, NoModelError
from intents.recipe import libraries, recipe_for

log = logging.getLogger(__name__)
POLL_S = 2.0


class CurrentClassifier:
    """Call it for the classifier. It looks at `CURRENT` every two seconds at most; a version that is refused changes nothing."""

    def __init__(self, models: Path, *, cache_dir: Path | None = None, poll_s: float = POLL_S) -> None:
        self._models = models
        self._cache_dir = cache_dir
        self._poll_s = poll_s
        self._lock = threading.Lock()
        self._classifier: Classifier | None = None
        self._seen: str | None = None
        self._next_look = 0.0

    def __call__(self) -> Classifier:
        """Raises NoModelError when there has never been a whole model."""
        if self._classifier is not None and time.monotonic() < self._next_look:
            return self._classifier
        with self._lock:
            return self._look()

    def is_made_of(self, rows: Sequence[Utterance]) -> bool:
        """The model that serves was trained on these rows, with the recipe and the libraries of today."""
        try:
            manifest = self().manifest
        except NoModelError:
            return False
        wanted = (digest(rows), recipe_for(len(rows)).as_json(), libraries())
        return (manifest["data_digest"], manifest["recipe"], manifest["libraries"]) == wanted

    def _look(self) -> Classifier:
        self._next_look = time.monotonic() + self._poll_s
        if self._classifier is None:
            self._seen = current_version(self._models)
            self._classifier = Classifier.load(self._models, cache_dir=self._cache_dir)
        elif (named := current_version(self._models)) not in (None, self._seen):
            self._seen = named
            try:
                self._classifier = Classifier(load(self._models / str(named)), cache_dir=self._cache_dir).proved()
                log.info("model %s serves now", named)
            except ModelRefused as error:
                log.error("%s Version %s keeps serving.", error, self._classifier.version)
        return self._classifier
