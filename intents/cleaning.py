"""From what a buyer typed to clean text: one form for one meaning, nothing personal in it, every character traceable.

NFKC, lower case, traditional to simplified (OpenCC), zero-width and direction marks out, white space and runs of one
character folded; phones, ids, addresses, links and long numbers give way to one private character each.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import opencc

    from intents.personal import Lifted

MAX_CHARACTERS = 2_000
"""A message is cut to this for the model; the rest of a longer one decides nothing."""

_PLAIN = re.compile(r"[\u4e00-\u9fff0-9a-z,.!?~ 。、]*")
CLAUSE_MARKS = ",.!?;~。、… \n"
"""They part one clause from the next, in clean text."""
_RUN = re.compile(r"([^0-9a-z*零〇幺一二三四五六七八九])\1{2,}|([a-z])\2{3,}")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_PUNCTUATION = str.maketrans({"，": ",", "！": "!", "？": "?", "；": ";", "：": ":", "（": "(", "）": ")"})


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text with the way back to the raw one."""

    raw: str
    text: str
    """Holds one character of `personal.MARKS` for each thing lifted out; safe to log and to learn from."""
    offsets: tuple[int, ...] | None
    """For each character of `text`, where it began in `raw`; None: the same place."""
    lifted: tuple[Lifted, ...] = ()
    """What was taken out, with spans in `text`; personal: never logged."""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of `raw` that text[start:end] came from."""
        if start >= end:
            return (0, 0)
        if self.offsets is None:
            return (start, end)
        after = self.offsets[end] if end < len(self.offsets) else len(self.raw)
        # `¼` is one raw character and three clean ones: a part of it is still the whole character
        return (self.offsets[start], max(after, self.offsets[end - 1] + 1))


@functools.cache
def _traditional() -> re.Pattern[str]:
    """Characters that OpenCC writes otherwise in simplified script, asked of it once (3 ms)."""
    characters = [chr(c) for c in range(0x3400, 0xA000)]
    simplified = _converter().convert("\n".join(characters)).split("\n")
    changed = "".join(a for a, b in zip(characters, simplified, strict=True) if a != b)
    return re.compile(f"[{changed}]")


@functools.cache
def _converter() -> opencc.OpenCC:
    import opencc  # most messages are simplified already, and answering starts without it

    return opencc.OpenCC("t2s")


def is_settled(character: str) -> bool:
    """`normalise` leaves this character as it is, wherever it stands alone."""
    return _PLAIN.fullmatch(character) is not None and not _traditional().match(character)


def simplify(text: str) -> str:
    """Simplified script, one character for one: the length stays."""
    if not _traditional().search(text):
        return text
    simplified: str = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    return "".join(_converter().convert(c)[:1] or c for c in text)


def _characters(raw: str) -> tuple[str, list[int]]:
    """NFKC and lower case a character at a time, the invisible ones out, white space folded."""
    out: list[str] = []
    offsets: list[int] = []
    for i, c in enumerate(raw):
        if "\u4e00" <= c <= "\u9fff":
            out.append(c)
            offsets.append(i)
            continue
        for n in unicodedata.normalize("NFKC", c).lower():
            if n.isspace():
                if not out or out[-1] == " ":
                    continue
                n = " "
            elif unicodedata.category(n) in _INVISIBLE or "\ufe00" <= n <= "\ufe0f":
                continue
            out.append(n)
            offsets.append(i)
        if len(out) >= MAX_CHARACTERS:  # one character can stand for eighteen
            break
    del out[MAX_CHARACTERS:], offsets[MAX_CHARACTERS:]
    while out and out[-1] == " ":
        out.pop()
        offsets.pop()
    return "".join(out).translate(_PUNCTUATION), offsets


def _fold(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Runs of three and more of one character become two: `好好好好` is `好好`. Digits count, so they stay,
    spoken ones too, and so do the stars of a masked phone."""
    if not _RUN.search(text):
        return text, offsets
    keep: list[int] = []
    at = 0
    for run in _RUN.finditer(text):
        keep.extend(range(at, run.start() + 2))
        at = run.end()
    keep.extend(range(at, len(text)))
    return "".join(text[k] for k in keep), [offsets[k] for k in keep]


def normalise(raw: str) -> CleanText:
    """Clean text of a message; the same for every spelling of it that a reader would not tell apart."""
    from intents.personal import lift  # its patterns take longer to compile than a model to load

    cut = raw[:MAX_CHARACTERS]
    if _PLAIN.fullmatch(cut) and "  " not in cut and cut == cut.strip():
        text, offsets = cut, list(range(len(cut)))
        same = True
    else:
        text, offsets = _characters(cut)
        same = offsets == list(range(len(cut)))
    text = simplify(text)
    folded, kept = _fold(text, offsets)
    same = same and len(folded) == len(text)
    lean, positions, lifted = lift(folded)
    if lifted:
        return CleanText(raw, lean, tuple(kept[p] for p in positions), lifted)
    return CleanText(raw, folded, None if same else tuple(kept), ())


def mask(raw: str) -> str:
    """A message with everything personal replaced by its name (`⟨phone⟩`); for logs, exports and labels."""
    from intents.personal import readable

    return readable(normalise(raw).text)
