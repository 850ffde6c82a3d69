"""The model that serves is followed when another one is published."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from intents import CurrentClassifier, NoModelError
from intents.artefact import load_current, save
from tests.unit.intents.test_artefact import change_manifest

NEXT = "20261123T000000-dddddddd"


@pytest.fixture
def models(model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "models"))


@pytest.fixture
def current(models: Path, tmp_path: Path) -> CurrentClassifier:
    return CurrentClassifier(models, cache_dir=tmp_path / "cache", poll_s=0)


def save_next(models: Path) -> Path:
    now = load_current(models)
    return save(replace(now, manifest={**now.manifest, "version": NEXT}), models)


def test_a_new_version_is_followed(current: CurrentClassifier, models: Path) -> None:
    first = current()
    save_next(models)
    assert current().version == NEXT
    assert first.version != NEXT


def test_nothing_is_read_again_while_the_version_stands(current: CurrentClassifier) -> None:
    assert current() is current()


def test_a_refused_version_changes_nothing(
    current: CurrentClassifier, models: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = current()
    change_manifest(save_next(models), format="foreign")
    assert current() is first
    assert current() is first
    assert [r.levelname for r in caplog.records] == ["ERROR"]


def test_a_lost_pointer_changes_nothing(current: CurrentClassifier, models: Path) -> None:
    first = current()
    (models / "CURRENT").unlink()
    assert current() is first


def test_a_version_is_not_looked_for_at_every_message(models: Path, tmp_path: Path) -> None:
    current = CurrentClassifier(models, cache_dir=tmp_path / "cache", poll_s=3600)
    first = current()
    save_next(models)
    assert current() is first


def test_there_is_no_answer_without_a_model_until_one_is_trained(models: Path, tmp_path: Path) -> None:
    current = CurrentClassifier(tmp_path / "later", cache_dir=tmp_path / "cache", poll_s=0)
    with pytest.raises(NoModelError):
        current()
    shutil.copytree(models, tmp_path / "later")
    assert current().version
