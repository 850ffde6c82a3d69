"""Words, by a jieba tokenizer of our own.

jieba's global tokenizer reads `/tmp/jieba.cache` with `marshal` and asks nobody whose file it is. Ours keeps its cache in a
folder that only we can write, beside the digest of what we wrote; anything else there is thrown away and built anew (1 s).
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

_CACHE = "words.cache"


class Segmenter:
    """Cuts clean text into words; item words of a shop can be added to a segmenter of its own."""

    def __init__(self, cache_dir: Path | None = None, *, words: Iterable[str] = ()) -> None:
        """`cache_dir` None: the dictionary is built in memory, nothing is written. Raises nothing: a bad cache is rebuilt."""
        import jieba  # a fifth of a second, for explanations only

        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) if cache_dir is None else cache_dir
            trusted = cache_dir is not None and _prepare(folder)
            self._jieba.tmp_dir = str(folder) if trusted else scratch
            self._jieba.cache_file = _CACHE
            self._jieba.initialize()
            if trusted:
                _seal(folder)
        for word in words:
            self._jieba.add_word(word)

    def cut(self, text: str) -> list[str]:
        """Words in order, white space out."""
        return [w for w in self._jieba.cut(text) if not w.isspace()]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _prepare(folder: Path) -> bool:
    """Make the folder ours alone; drop a cache that is not the one we sealed. False: the folder cannot be trusted."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        if status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o022:
            return False
        cache, seal = folder / _CACHE, folder / f"{_CACHE}.sha256"
        if cache.exists() and (not seal.exists() or seal.read_text("ascii").strip() != _digest(cache)):
            cache.unlink()
        return True
    except (OSError, UnicodeDecodeError):
        return False


def _seal(folder: Path) -> None:
    cache, seal = folder / _CACHE, folder / f"{_CACHE}.sha256"
    if not cache.exists() or (seal.exists() and seal.read_text("ascii", errors="replace").strip() == _digest(cache)):
        return
    fresh = seal.with_suffix(".new")
    fresh.write_text(_digest(cache), "ascii")
    fresh.replace(seal)


@functools.cache
def segmenter(cache_dir: Path | None = None) -> Segmenter:
    """The process's segmenter for a cache folder, built at first use."""
    return Segmenter(cache_dir)
