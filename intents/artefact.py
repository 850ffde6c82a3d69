"""A trained model on disk: arrays and JSON, nothing that can run.

    models/<version>/manifest.json   sha256 of every file, library versions, data digest, classes, scores
                     manifest.sha256 of the manifest itself
                     vocabulary.json block → features in the order of their rows
                     weights.npy     float32 (rows, classes): coefficient × idf
                     idf.npy         float32 (rows,)
                     bias.npy        float32 (classes,)
    models/CURRENT                   the version that serves

A version is written beside its final name, synced, then renamed; `CURRENT` is replaced in one step. A folder that does not
match its manifest to the byte is refused.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from intents.errors import ModelRefused, NoModelError

FORMAT = "qinda-linear-1"
_SEAL = "manifest.sha256"
_FILES = ("vocabulary.json", "weights.npy", "idf.npy", "bias.npy")
_VERSION = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
_MANIFEST_KEYS = {
    "format",
    "version",
    "files",
    "libraries",
    "data_digest",
    "classes",
    "risk",
    "temperature",
    "auto_thresholds",
    "scores",
    "trained_at",
    "golden",
    "rows",
}

log = logging.getLogger(__name__)

Built = TypeVar("Built")
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Artefact:
    """A model in memory. Rows of `weights` run over all blocks, in the order of `blocks`."""

    manifest: Mapping[str, Any]
    blocks: Mapping[str, Sequence[str]]
    weights: Floats
    idf: Floats
    bias: Floats

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    @property
    def classes(self) -> Sequence[str]:
        classes: Sequence[str] = self.manifest["classes"]
        return classes


def save(artefact: Artefact, models: Path) -> Path:
    """Write a version and make it current. The manifest's `files` are filled in here. Raises OSError; then nothing has changed."""
    models.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=models))
    try:
        _write(scratch / "vocabulary.json", json.dumps(dict(artefact.blocks), ensure_ascii=False).encode())
        for name in ("weights", "idf", "bias"):
            with (scratch / f"{name}.npy").open("wb") as file:
                np.save(file, getattr(artefact, name), allow_pickle=False)
                _sync(file.fileno(), file)
        files = {name: hashlib.sha256((scratch / name).read_bytes()).hexdigest() for name in _FILES}
        manifest = {**artefact.manifest, "format": FORMAT, "files": files}
        told = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        _write(scratch / "manifest.json", told)
        _write(scratch / _SEAL, f"{hashlib.sha256(told).hexdigest()}\n".encode())
        scratch.chmod(0o755)
        final = models / artefact.version
        scratch.replace(final)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    publish(models, artefact.version)
    return final


def publish(models: Path, version: str) -> None:
    """Make a version current, in one step."""
    pointer = models / ".CURRENT.new"
    _write(pointer, f"{version}\n".encode())
    pointer.replace(models / "CURRENT")
    _sync_folder(models)


def current_version(models: Path) -> str | None:
    """What `CURRENT` names, or None where it names no version."""
    try:
        named = (models / "CURRENT").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return named if _VERSION.fullmatch(named) else None


def versions(models: Path) -> list[str]:
    """Every version there is, the newest first."""
    return (
        sorted((p.name for p in models.glob("*") if _VERSION.fullmatch(p.name)), reverse=True)
        if models.is_dir()
        else []
    )


def load(folder: Path) -> Artefact:
    """Read one version, refused unless it is whole: ModelRefused says what was found, what was expected."""
    manifest = _manifest(folder)
    for name in _FILES:
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise ModelRefused(
                f"Model {folder.name}: {name} cannot be read ({type(error).__name__}). Train again or use another version."
            ) from error
        if found != manifest["files"].get(name):
            raise ModelRefused(
                f"Model {folder.name}: {name} is not what was saved (sha256 differs). Train again or use another version."
            )
    try:
        blocks = json.loads((folder / "vocabulary.json").read_bytes())
        names = ("weights", "idf", "bias")
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in names}
        rows, classes = sum(map(len, blocks.values())), len(manifest["classes"])
    except (ValueError, TypeError, AttributeError) as error:
        raise ModelRefused(
            f"Model {folder.name}: a file holds no numbers or names ({type(error).__name__}). Train again."
        ) from error
    if {n: a.shape for n, a in arrays.items()} != {"weights": (rows, classes), "idf": (rows,), "bias": (classes,)}:
        raise ModelRefused(
            f"Model {folder.name}: shapes do not fit {rows} features and {classes} classes. Train again."
        )
    return Artefact(manifest, blocks, **arrays)


def load_current(models: Path) -> Artefact:
    """The current version, or the newest whole one before it; each refusal is logged. NoModelError when none is left."""
    return build_current(models, lambda artefact: artefact)


def build_current(models: Path, build: Callable[[Artefact], Built]) -> Built:
    """What `build` makes of the current version; a version that it refuses (ModelRefused) gives way to the one before."""
    current = current_version(models)
    refused: list[str] = []
    for version in dict.fromkeys([*([current] if current else []), *versions(models)]):
        try:
            return build(load(models / version))
        except ModelRefused as error:
            refused.append(str(error))
            log.error("%s", error)
    raise NoModelError(f"No usable model in {models}. Run `qinda train`.", refused)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        told = (folder / "manifest.json").read_bytes()
        seal = (folder / _SEAL).read_bytes()
    except OSError as error:
        raise ModelRefused(
            f"Model {folder.name}: manifest.json cannot be read; the folder is half-written or no model. Train again."
        ) from error
    if seal.strip() != hashlib.sha256(told).hexdigest().encode():
        raise ModelRefused(f"Model {folder.name}: manifest.json is not what was saved (sha256 differs). Train again.")
    try:
        manifest = json.loads(told)
    except ValueError as error:
        raise ModelRefused(f"Model {folder.name}: manifest.json is not JSON. Train again.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ModelRefused(
            f"Model {folder.name}: format is not {FORMAT!r}. It was made by another version of Qinda; train again."
        )
    if missing := _MANIFEST_KEYS - manifest.keys():
        raise ModelRefused(f"Model {folder.name}: manifest.json lacks {sorted(missing)}. Train again.")
    if not isinstance(manifest["files"], dict):
        raise ModelRefused(f"Model {folder.name}: the manifest's files are no table of sha256. Train again.")
    if manifest["version"] != folder.name:
        raise ModelRefused(
            f"Model {folder.name}: the manifest calls itself {manifest['version']!r}. Put it back under that name."
        )
    return manifest


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        _sync(file.fileno(), file)


def _sync(descriptor: int, file: Any) -> None:
    file.flush()
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
