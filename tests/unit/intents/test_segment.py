"""The word cache is ours, or it is built anew (threat 35)."""

from __future__ import annotations

import marshal
import os
from pathlib import Path

import pytest

from intents import Segmenter
from intents.segment import _CACHE

TEXT = "我要退款申请什么时候能到账"
WORDS = ["我要", "退款", "申请", "什么", "时候", "能", "到账"]


@pytest.fixture(scope="module")
def clean_words(cuts: Segmenter) -> list[str]:
    return cuts.cut(TEXT)


def _poisoned() -> bytes:
    return marshal.dumps(({"退": 10**6, "款申": 10**6, "请": 10**6, "退款": 0}, 3 * 10**6))


def _wrong_type() -> bytes:
    return marshal.dumps(({"退款": "many"}, "none"))


def test_words_are_cut_without_white_space(clean_words: list[str]) -> None:
    assert "退款" in clean_words and "申请" in clean_words
    assert "".join(clean_words) == TEXT


@pytest.mark.parametrize(
    "planted",
    [_poisoned(), _wrong_type(), b"", b"garbage" * 100, marshal.dumps(None), marshal.dumps(({}, 0))[:-1]],
    ids=["poisoned", "wrong type", "empty", "garbage", "nothing", "truncated"],
)
def test_a_planted_cache_is_thrown_away(planted: bytes, tmp_path: Path, clean_words: list[str]) -> None:
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    (folder / _CACHE).write_bytes(planted)
    assert Segmenter(folder).cut(TEXT) == clean_words


def test_a_cache_changed_after_it_was_sealed_is_thrown_away(tmp_path: Path, clean_words: list[str]) -> None:
    Segmenter(tmp_path / "cache")
    (tmp_path / "cache" / _CACHE).write_bytes(_poisoned())
    assert Segmenter(tmp_path / "cache").cut(TEXT) == clean_words


def test_a_good_cache_is_used_again(tmp_path: Path, clean_words: list[str]) -> None:
    Segmenter(tmp_path / "cache")
    before = (tmp_path / "cache" / _CACHE).stat().st_mtime_ns
    assert Segmenter(tmp_path / "cache").cut(TEXT) == clean_words
    assert (tmp_path / "cache" / _CACHE).stat().st_mtime_ns == before


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, clean_words: list[str]) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / _CACHE).write_bytes(_poisoned())
    assert Segmenter(folder).cut(TEXT) == clean_words
    assert (folder / _CACHE).read_bytes() == _poisoned()


def test_a_folder_of_somebody_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clean_words: list[str]
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o700)
    (folder / _CACHE).write_bytes(_poisoned())
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert Segmenter(folder).cut(TEXT) == clean_words
    assert (folder / _CACHE).read_bytes() == _poisoned()


def test_a_cache_folder_that_is_a_file_does_no_harm(tmp_path: Path, clean_words: list[str]) -> None:
    (tmp_path / "cache").write_text("not a folder")
    assert Segmenter(tmp_path / "cache").cut(TEXT) == clean_words


def test_own_words_stay_in_one_piece_and_in_one_segmenter(cuts: Segmenter, tmp_path: Path) -> None:
    own = Segmenter(tmp_path / "cache", words=["云片糕礼盒"])
    assert "云片糕礼盒" in own.cut("云片糕礼盒有吗")
    assert "云片糕礼盒" not in cuts.cut("云片糕礼盒有吗")
