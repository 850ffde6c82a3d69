"""One model over many chunks of messages, in this process or on several cores; in order and in constant memory."""

from __future__ import annotations

import functools
import itertools
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from intents.artefact import load
from intents.classify import Classifier

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

AHEAD = 3
"""Chunks sent to each process before its first is done, so that none waits for the next."""
ROUND = 16
"""Chunks of each process whose results may wait to be taken: joblib goes on when a chunk is done, not when it is taken."""


def cores() -> int:
    """The cores this process may use."""
    import joblib  # not for a single message, nor for a small file

    return int(joblib.cpu_count())


def map_chunks(
    work: Callable[[Classifier, Chunk], Result],
    chunks: Iterable[Chunk],
    classifier: Classifier,
    *,
    folder: Path,
    cache_dir: Path | None = None,
    jobs: int = 1,
) -> Iterator[Result]:
    """`work(classifier, chunk)` of each chunk, in the order of the chunks. What a chunk raises is raised here.

    With one job all is done here by `classifier`. With more, each process loads the same version once from its `folder`;
    `work` is a function of a module or a partial of one, and chunks and results are sent between the processes.
    """
    if jobs == 1:
        return (work(classifier, chunk) for chunk in chunks)
    return _in_processes(work, iter(chunks), folder, cache_dir, jobs)


def _in_processes(
    work: Callable[[Classifier, Chunk], Result],
    chunks: Iterator[Chunk],
    folder: Path,
    cache_dir: Path | None,
    jobs: int,
) -> Iterator[Result]:
    import joblib

    with joblib.Parallel(n_jobs=jobs, return_as="generator", pre_dispatch=AHEAD * jobs, batch_size=1) as parallel:
        for first in chunks:
            one_round = itertools.chain([first], itertools.islice(chunks, ROUND * jobs - 1))
            results = parallel(joblib.delayed(_work)(work, folder, cache_dir, chunk) for chunk in one_round)
            try:
                for result in results:  # noqa: UP028  `yield from` would close `results` with a warning
                    yield result
            finally:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # whoever stops early knows that work is thrown away
                    results.close()


def _work(work: Callable[[Classifier, Any], Result], folder: Path, cache_dir: Path | None, chunk: Any) -> Result:
    return work(_classifier(folder, cache_dir), chunk)


@functools.lru_cache(maxsize=1)
def _classifier(folder: Path, cache_dir: Path | None) -> Classifier:
    """The model of this process."""
    return Classifier(load(folder), cache_dir=cache_dir)
