"""A model is whole to the byte, or it is refused and the one before it serves (threats 70 to 72)."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from intents import ModelRefused, NoModelError, current_version, digest, tables
from intents.artefact import Array, Artefact, load, load_current, publish, save, versions
from tests.architecture import ROOT

OLDER, NEWER = "20261120T000000-aaaaaaaa", "20261121T000000-bbbbbbbb"


def tiny(version: str, *, seed: int = 1) -> Artefact:
    chance = np.random.default_rng(seed)
    manifest: dict[str, Any] = {
        "version": version,
        "libraries": {},
        "data_digest": digest([]),
        "classes": ["price", "stock"],
        "risk": {"price": "low", "stock": "low"},
        "temperature": 1.0,
        "auto_thresholds": {"low": 0.9, "medium": None, "high": None},
        "scores": {},
        "golden": [],
        "second_floor": 0.5,
        "trained_at": "2026-11-20T00:00:00+00:00",
        "rows": 2,
    }
    words = {"有货": 2}
    arrays = {
        "slots": tables.slots([5, 6, 7], chance.random(3).astype(np.float32) + 1),
        "weights": chance.random((3, 2)).astype(np.float32),
        "bias": chance.random(2).astype(np.float32),
        "words": tables.words(words),
        "letters": np.zeros(0x10000, np.uint8),
    }
    names = ["⟨first⟩", "⟨last⟩", "in_stock", "number"]
    return Artefact(manifest, {name: Array.of(array) for name, array in arrays.items()}, (names, words))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    save(tiny(OLDER, seed=1), tmp_path / "models")
    save(tiny(NEWER, seed=2), tmp_path / "models")
    return tmp_path / "models"


def test_what_is_saved_is_loaded(models: Path) -> None:
    loaded, given = load_current(models), tiny(NEWER, seed=2)
    assert loaded.version == NEWER and loaded.concepts == given.concepts
    for name, array in given.arrays.items():
        assert np.array_equal(loaded.arrays[name].numpy(), array.numpy())
        assert np.array_equal(np.load(models / NEWER / f"{name}.npy", allow_pickle=False), array.numpy())


def test_saving_leaves_two_versions_and_a_pointer_and_nothing_else(models: Path) -> None:
    assert sorted(p.name for p in models.iterdir()) == [OLDER, NEWER, "CURRENT"]
    assert versions(models) == [NEWER, OLDER]


def test_one_bit_flipped_anywhere_is_refused(models: Path, tmp_path: Path) -> None:
    chance = random.Random(71)
    files = sorted((models / NEWER).iterdir())
    for _ in range(50):
        shutil.copytree(models / NEWER, tmp_path / NEWER)
        path = tmp_path / NEWER / chance.choice(files).name
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with pytest.raises(ModelRefused):
            load(tmp_path / NEWER)
        shutil.rmtree(tmp_path / NEWER)


@pytest.mark.parametrize(
    "name",
    [
        "concepts.json",
        "slots.npy",
        "weights.npy",
        "bias.npy",
        "words.npy",
        "letters.npy",
        "manifest.json",
        "manifest.sha256",
    ],
)
@pytest.mark.parametrize("damage", ["half", "gone", "empty"])
def test_a_truncated_or_missing_file_is_refused_and_the_version_before_serves(
    name: str, damage: str, models: Path
) -> None:
    path = models / NEWER / name
    data = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(data[: len(data) // 2] if damage == "half" else b"")
    with pytest.raises(ModelRefused, match=NEWER):
        load(models / NEWER)
    assert load_current(models).version == OLDER


def change_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_bytes()), **changes}
    write_manifest(folder, json.dumps({k: v for k, v in manifest.items() if v != "drop"}).encode())


def write_manifest(folder: Path, raw: bytes) -> None:
    (folder / "manifest.json").write_bytes(raw)
    (folder / "manifest.sha256").write_text(hashlib.sha256(raw).hexdigest())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "qinda-linear-0"}, "format is not"),
        ({"version": OLDER}, "calls itself"),
        ({"scores": "drop"}, "lacks ['scores']"),
        ({"files": "drop"}, "lacks ['files']"),
        ({"files": {}}, "is not what was saved"),
        ({"files": ["weights.npy"]}, "files are no table"),
        ({"classes": ["stock"]}, "do not fit the classes"),
        ({"classes": 3}, "holds no numbers or names"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(changes: dict[str, Any], said: str, models: Path) -> None:
    change_manifest(models / NEWER, **changes)
    with pytest.raises(ModelRefused) as caught:
        load(models / NEWER)
    assert said in str(caught.value)


@pytest.mark.parametrize("raw", [b"[]", b"{}", b"null", b"\xff", b"3"])
def test_a_manifest_that_is_none_is_refused(raw: bytes, models: Path) -> None:
    write_manifest(models / NEWER, raw)
    with pytest.raises(ModelRefused):
        load(models / NEWER)


def resealed(folder: Path, name: str, data: bytes) -> None:
    """A file changed with its digest made to fit, as by somebody who can write there."""
    (folder / name).write_bytes(data)
    files = json.loads((folder / "manifest.json").read_bytes())["files"]
    change_manifest(folder, files={**files, name: hashlib.sha256(data).hexdigest()})


class Evil:
    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> Any:
        return (Path.touch, (self.canary,))


def test_an_array_that_carries_code_is_refused_and_not_run(models: Path, tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    np.save(tmp_path / "evil.npy", np.array([Evil(canary)], dtype=object), allow_pickle=True)
    resealed(models / NEWER, "bias.npy", (tmp_path / "evil.npy").read_bytes())
    with pytest.raises(ModelRefused):
        load(models / NEWER)
    assert not canary.exists()
    assert load_current(models).version == OLDER


@pytest.mark.parametrize(
    ("name", "data"), [("bias.npy", b"garbage"), ("concepts.json", b"{"), ("concepts.json", b"[1]")]
)
def test_a_file_that_cannot_be_read_is_refused_though_its_digest_fits(name: str, data: bytes, models: Path) -> None:
    resealed(models / NEWER, name, data)
    with pytest.raises(ModelRefused):
        load(models / NEWER)
    assert load_current(models).version == OLDER


@pytest.mark.parametrize(
    "pointer", ["", "nothing", "../../etc", "20991231T000000-ffffffff", "\x00", "é", "a/b\n" * 1000]
)
def test_a_pointer_to_nowhere_leaves_the_newest_whole_version(pointer: str, models: Path) -> None:
    (models / "CURRENT").write_text(pointer, "utf-8")
    assert load_current(models).version == NEWER


def test_going_back_is_one_pointer(models: Path) -> None:
    publish(models, OLDER)
    assert current_version(models) == OLDER
    assert load_current(models).version == OLDER


def test_no_whole_version_says_what_to_do(models: Path) -> None:
    for version in (OLDER, NEWER):
        (models / version / "bias.npy").write_bytes(b"")
    with pytest.raises(NoModelError, match="qinda train") as caught:
        load_current(models)
    assert len(caught.value.problems) == 2


def test_an_empty_folder_has_no_model(tmp_path: Path) -> None:
    with pytest.raises(NoModelError):
        load_current(tmp_path / "nothing")
    assert current_version(tmp_path / "nothing") is None


def test_a_save_that_fails_leaves_everything_as_it_was(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(p.name for p in models.iterdir())
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(tiny("20261122T000000-cccccccc"), models)
    assert sorted(p.name for p in models.iterdir()) == before
    assert current_version(models) == NEWER


SAVE_FOR_EVER = """
import sys
from pathlib import Path
from tests.unit.intents.test_artefact import save, tiny
for n in range(10_000):
    save(tiny(f"20261122T{n % 240000:06d}-cccccccc"), Path(sys.argv[1]))
    print(n, flush=True)
"""


def test_a_process_killed_while_it_saves_leaves_a_whole_current_version(models: Path) -> None:
    chance = random.Random(72)
    for _ in range(4):
        saving = subprocess.Popen([sys.executable, "-c", SAVE_FOR_EVER, str(models)], stdout=subprocess.PIPE, cwd=ROOT)
        assert saving.stdout is not None
        for _ in range(chance.randrange(1, 8)):
            saving.stdout.readline()
        saving.send_signal(signal.SIGKILL)
        saving.wait()
        saving.stdout.close()
        assert load(models / str(current_version(models))).version == current_version(models)
        for version in versions(models):
            load(models / version)
