"""A rule's table: words, why they must not be said, what to say instead; and the hits that the table finds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.compliance.parts.text import View, denied, negated, quoted, words
from bot.domain.reply import Hit, Severity

Reach = Literal["words", "clause", "onward"]
"""How far a hit goes, and so what `say` replaces: the words alone, their clause, or all to the end of the sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a rule's table: these words, why not, and what to say instead."""

    pattern: re.Pattern[str]
    why: str
    say: str
    unless: re.Pattern[str] | None = None
    """Found in the sentence around, it makes the words innocent."""
    refusable: bool = True
    """A negation around makes the words innocent; False where the words are themselves a refusal."""
    beside: re.Pattern[str] | None = None
    """Must stand in the sentence too."""
    reach: Reach = "clause"
    severity: Severity = "block"


def row(
    pattern: str,
    why: str,
    say: str,
    *,
    unless: str = "",
    beside: str = "",
    refusable: bool = True,
    reach: Reach = "clause",
    warn: bool = False,
) -> Row:
    """A table line; a blank in the patterns is layout, not a blank of the text."""
    return Row(
        pattern=words(pattern),
        why=why,
        say=say,
        unless=words(unless) if unless else None,
        beside=words(beside) if beside else None,
        refusable=refusable,
        reach=reach,
        severity="warn" if warn else "block",
    )


def found(seen: View, rows: Iterable[Row]) -> Iterator[Hit]:
    """Every place where a row's words stand and are meant."""
    for line in rows:
        for match in line.pattern.finditer(seen.plain):
            if _meant(seen, line, *match.span()):
                yield hit(seen, *match.span(), why=line.why, say=line.say, reach=line.reach, severity=line.severity)


def _meant(seen: View, line: Row, start: int, end: int) -> bool:
    """The seller says it himself, of himself, and does not refuse it."""
    if quoted(seen, start, end):
        return False
    if negated(seen, start, end) if line.refusable else denied(seen, start, end):
        return False
    if line.unless is None and line.beside is None:
        return True
    around = seen.sentence(start, end)
    if line.unless is not None and line.unless.search(around):
        return False
    return line.beside is None or line.beside.search(around) is not None


def hit(
    seen: View, start: int, end: int, *, why: str, say: str, reach: Reach = "clause", severity: Severity = "block"
) -> Hit:
    """A hit at [start, end) of `plain`, as far as it reaches."""
    if reach != "words":
        first, last = seen.clause(start, end)
        if reach == "onward":
            last = max(last, seen.sentence_end(last))
        start, end = first, last
    left, right = seen.place(start, end)
    return Hit(start=left, end=right, why=why, say=say, severity=severity)


def in_order(hits: Iterable[Hit]) -> list[Hit]:
    """Left to right, at most one a place: a blocking hit before a warning, the longer one before the shorter."""
    told = sorted(hits, key=lambda h: (h.start, -h.end))
    kept = _apart([h for h in told if h.severity == "block"])
    starts = [h.start for h in kept]
    for warning in _apart([h for h in told if h.severity == "warn"]):
        after = bisect_right(starts, warning.start)
        before_ends = kept[after - 1].end if after else 0
        if before_ends <= warning.start and (after == len(kept) or warning.end <= kept[after].start):
            starts.insert(after, warning.start)
            kept.insert(after, warning)
    return kept


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """Those that overlap none before them."""
    kept: list[Hit] = []
    for one in hits:
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept
