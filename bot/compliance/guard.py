"""The guard: every red line over one draft, and the draft mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.compliance.parts.text import view
from bot.domain.reply import Finding, Hit, Statement
from bot.ports import Rule

_ROUNDS = 3
_A_CLAUSE = 9  # what is said instead of a word is shorter, what is said instead of a clause is longer
_TIDY = (
    (re.compile(r"\s+(?=[，。！？,!?；])"), ""),
    (re.compile(r"[，,、；;~～]+(?=[。！？!?])"), ""),
    (re.compile(r"([。！？!?])[，,、；;。]+"), r"\1"),
    (re.compile(r"([，,、；;])[，,、；;]+"), r"\1"),
    (re.compile(r"([哦呢])[哦呢]+"), r"\1"),
    (re.compile(r"^[\s，,、。！!？?；;~～]+"), ""),
    (re.compile(r"[\s，,、；;：:]+$"), ""),
)


@dataclass(frozen=True, slots=True)
class _Seen:
    rule: Rule
    hit: Hit


class Guard:
    """Runs the rules it is given; `check` is pure and takes well under a millisecond for a usual reply."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)

    def check(self, statement: Statement) -> tuple[Finding, ...]:
        """Every finding, left to right; each carries the whole draft mended, which itself passes."""
        seen = self._run(statement)
        if not seen:
            return ()
        mended = self._mend(statement, seen)
        return tuple(
            Finding(
                rule=s.rule.ID, severity=s.hit.severity, start=s.hit.start, end=s.hit.end, why=s.hit.why, rewrite=mended
            )
            for s in seen
        )

    def _run(self, statement: Statement) -> list[_Seen]:
        """What all rules see, left to right, one of a rule a span."""
        seen: dict[tuple[str, int, int], _Seen] = {}
        for rule in self._rules:
            for hit in rule.check(statement):
                seen.setdefault((rule.ID, hit.start, hit.end), _Seen(rule, hit))
        return sorted(seen.values(), key=lambda s: (s.hit.start, s.hit.end, s.rule.ID))

    def _mend(self, statement: Statement, seen: list[_Seen]) -> str:
        """The hits' own words first; what is still blocked gives way to the rules' safe sentences, at last wholly."""
        now, left = statement, seen
        for _ in range(_ROUNDS):
            now = replace(now, text=_tidy(_put(now.text, [(s.hit.start, s.hit.end, s.hit.say) for s in left])))
            left = self._run(now)
            if not left and now.text:
                return now.text
        for _ in range(_ROUNDS):
            if not left:
                break
            now = replace(
                now, text=_tidy(_put(now.text, [(*_sentence(now.text, s.hit), s.rule.INSTEAD) for s in left]))
            )
            left = self._run(now)
        if now.text and not left:
            return now.text
        return _tidy("，".join(dict.fromkeys(s.rule.INSTEAD for s in seen)))


def _put(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The edits done right to left. Of two that overlap the first counts; a sentence is not said twice."""
    said: set[str] = set()
    chosen: list[tuple[int, int, str]] = []
    for start, end, say in sorted(edits, key=lambda e: (e[0], -e[1])):
        if chosen and start < chosen[-1][1]:
            continue
        again = len(say) >= _A_CLAUSE and (say in said or say in text)
        chosen.append((start, end, "" if again else say))
        said.add(say)
    for start, end, say in reversed(chosen):
        text = _joined(text[:start], say, text[end:])
    return text


def _joined(before: str, say: str, after: str) -> str:
    """A clause put between others gets its commas; a word in a sentence does not."""
    if len(say) < _A_CLAUSE:
        return before + say + after
    left = "，" if before and before[-1].isalnum() else ""
    right = "，" if after and after[0].isalnum() else ""
    return before + left + say + right + after


def _sentence(text: str, hit: Hit) -> tuple[int, int]:
    """The clauses around a hit, in code points of the text."""
    seen = view(text)
    inside = [i for i, at in enumerate(seen.at[:-1]) if hit.start <= at < hit.end]
    if not inside:
        return hit.start, hit.end
    return seen.place(*seen.clause(inside[0], inside[-1] + 1))


def _tidy(text: str) -> str:
    """Punctuation that the edits left behind, put right."""
    for pattern, by in _TIDY:
        text = pattern.sub(by, text)
    return text.strip()
