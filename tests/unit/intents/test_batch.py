"""Many chunks over one model: the order, the same answers by two processes as by one, and what goes wrong is told."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from intents import Classifier, Decision, Utterance, current_version, map_chunks
from intents.artefact import load
from intents.batch import ROUND

# when work is thrown away, joblib's own thread may ask for a piece that is gone; nobody waits for it any more
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


def decide_all(classifier: Classifier, texts: Sequence[str]) -> list[Decision]:
    return [classifier.decide(text) for text in texts]


def number_and_process(classifier: Classifier, chunk: int) -> tuple[int, int]:
    return chunk, os.getpid()


def refuse_five(classifier: Classifier, chunk: int) -> int:
    if chunk == 5:
        raise ArithmeticError("five is too many")
    return chunk


def with_context(classifier: Classifier, chunk: list[tuple[str, list[tuple[str, str]]]]) -> list[Decision]:
    return [classifier.decide(text, context) for text, context in chunk]


@pytest.fixture(scope="module")
def folder(model: Path) -> Path:
    return model / str(current_version(model))


@pytest.fixture(scope="module")
def saved(folder: Path) -> Classifier:
    """As every process loads it."""
    return Classifier(load(folder))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_chunks(jobs: int, saved: Classifier, folder: Path) -> None:
    told = list(map_chunks(number_and_process, range(2 * ROUND * jobs + 3), saved, folder=folder, jobs=jobs))
    assert [number for number, _ in told] == list(range(2 * ROUND * jobs + 3))


def test_one_job_is_done_in_this_process_and_two_are_not(saved: Classifier, folder: Path) -> None:
    assert {p for _, p in map_chunks(number_and_process, range(9), saved, folder=folder)} == {os.getpid()}
    elsewhere = {p for _, p in map_chunks(number_and_process, range(9), saved, folder=folder, jobs=2)}
    assert os.getpid() not in elsewhere


def test_one_job_answers_by_the_classifier_at_hand(classifier: Classifier, tmp_path: Path) -> None:
    (told,) = map_chunks(decide_all, [["能发顺丰吗"]], classifier, folder=tmp_path / "none")
    assert told == [classifier.decide("能发顺丰吗")]


def test_two_jobs_tell_what_one_tells(saved: Classifier, folder: Path, corpus: list[Utterance]) -> None:
    rows = [(row.text, [("buyer", corpus[n - 1].text)] if n % 3 else []) for n, row in enumerate(corpus[:3_000])]
    chunks = [rows[start : start + 250] for start in range(0, len(rows), 250)]
    one = list(map_chunks(with_context, chunks, saved, folder=folder, jobs=1))
    two = list(map_chunks(with_context, chunks, saved, folder=folder, jobs=2))
    assert sum(map(len, two)) == 3_000
    assert two == one


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_chunk_raises_is_raised_here(jobs: int, saved: Classifier, folder: Path) -> None:
    with pytest.raises(ArithmeticError, match="five is too many"):
        list(map_chunks(refuse_five, range(20), saved, folder=folder, jobs=jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_reading_the_chunks_raises_is_raised_here(jobs: int, saved: Classifier, folder: Path) -> None:
    def broken() -> Iterator[int]:
        yield from range(20)
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        list(map_chunks(number_and_process, broken(), saved, folder=folder, jobs=jobs))


def test_no_more_is_read_than_a_round_ahead_of_what_is_taken(saved: Classifier, folder: Path) -> None:
    read = 0

    def counted() -> Iterator[int]:
        nonlocal read
        for n in range(10 * ROUND):
            read += 1
            yield n

    most = 0
    for number, _ in map_chunks(number_and_process, counted(), saved, folder=folder, jobs=2):
        most = max(most, read - number)
    assert read == 10 * ROUND
    assert most <= 2 * ROUND


def test_who_stops_early_is_not_warned(saved: Classifier, folder: Path) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        results = map_chunks(number_and_process, range(40), saved, folder=folder, jobs=2)
        next(results)
        results.close()  # type: ignore[attr-defined]
    assert [str(w.message) for w in told] == []
