"""A trained model on disk: arrays and JSON, nothing that can run.

    models/<version>/manifest.json   sha256 of every file, library versions, data digest, classes, scores
                     manifest.sha256 of the manifest itself
                     slots.npy       open-addressed table of features: (key, row of weights, idf)
                     weights.npy     float32 (rows, classes): coefficient × idf × weight of the block
                     bias.npy        float32 (classes,)
                     concepts.json   the lexicon it was trained with: names by id, word → id
                     words.npy       open-addressed table of that lexicon, for the compiled kernel
                     letters.npy     uint8 (65536,): what `normalise` does with a character, for the kernel
    models/CURRENT                   the version that serves

A version is written beside its final name, synced, then renamed; `CURRENT` is replaced in one step. A folder that does not
match its manifest to the byte is refused. The arrays are mapped into memory, so that many processes share one copy.
"""

from __future__ import annotations

import ast
import hashlib
import json
import logging
import mmap
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from intents.errors import ModelRefused, NoModelError

if TYPE_CHECKING:
    import numpy as np

FORMAT = "qinda-linear-2"
ARRAYS = ("slots", "weights", "bias", "words", "letters")
_SEAL = "manifest.sha256"
_FILES = (*(f"{name}.npy" for name in ARRAYS), "concepts.json")
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
    "second_floor",
    "scores",
    "trained_at",
    "golden",
    "rows",
}

log = logging.getLogger(__name__)

Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class Array:
    """An array as its file holds it: bytes in C order, little-endian."""

    data: memoryview
    shape: tuple[int, ...]
    kind: Any
    """NumPy's description of an item."""

    @classmethod
    def of(cls, array: np.ndarray[Any, Any]) -> Array:
        import numpy as np

        return cls(memoryview(array.tobytes()), array.shape, np.lib.format.dtype_to_descr(array.dtype))

    def numpy(self) -> np.ndarray[Any, Any]:
        """The same bytes for NumPy, which answering through the kernel never loads."""
        import numpy as np

        return np.frombuffer(self.data, dtype=np.lib.format.descr_to_dtype(self.kind)).reshape(self.shape)


@dataclass(frozen=True, slots=True)
class Artefact:
    """A model in memory."""

    manifest: Mapping[str, Any]
    arrays: Mapping[str, Array]
    """The `ARRAYS` by name."""
    concepts: tuple[Sequence[str], Mapping[str, int]]
    """Names by id, word → id."""

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
        names, words = artefact.concepts
        told_words = json.dumps({"names": list(names), "words": dict(words)}, ensure_ascii=False, indent=0)
        _write(scratch / "concepts.json", told_words.encode())
        for name, array in artefact.arrays.items():
            _write(scratch / f"{name}.npy", _as_npy(array))
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
    files = {name: _sealed(folder, name, manifest["files"].get(name)) for name in _FILES}
    try:
        concepts = json.loads(bytes(files["concepts.json"]))
        arrays = {name: _from_npy(files[f"{name}.npy"]) for name in ARRAYS}
        lexicon = (concepts["names"], concepts["words"])
        (rows, columns), classes = arrays["weights"].shape, len(manifest["classes"])
    except (ValueError, TypeError, KeyError, AttributeError, SyntaxError) as error:
        raise ModelRefused(
            f"Model {folder.name}: a file holds no numbers or names ({type(error).__name__}). Train again."
        ) from error
    if columns != classes or arrays["bias"].shape != (classes,):
        raise ModelRefused(
            f"Model {folder.name}: {rows} × {columns} weights do not fit the classes, which are {classes}. Train again."
        )
    return Artefact(manifest, arrays, lexicon)


def _sealed(folder: Path, name: str, expected: Any) -> memoryview:
    """The bytes of a file, mapped, when they are those that were saved."""
    try:
        with (folder / name).open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise ModelRefused(
            f"Model {folder.name}: {name} cannot be read ({type(error).__name__}). Train again or use another version."
        ) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelRefused(
            f"Model {folder.name}: {name} is not what was saved (sha256 differs). Train again or use another version."
        )
    return data


def _as_npy(array: Array) -> bytes:
    """NumPy's file format, version 1.0; the data begin at a multiple of 64."""
    head = repr({"descr": array.kind, "fortran_order": False, "shape": array.shape}).encode()
    head += b" " * (-(len(head) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head + bytes(array.data)


def _from_npy(data: memoryview) -> Array:
    if bytes(data[:8]) != b"\x93NUMPY\x01\x00":
        raise ValueError("no NumPy array")
    start = 10 + int.from_bytes(data[8:10], "little")
    head = ast.literal_eval(bytes(data[10:start]).decode("latin-1"))
    if head["fortran_order"] is not False:
        raise ValueError("not in C order")
    return Array(data[start:], tuple(head["shape"]), head["descr"])


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
