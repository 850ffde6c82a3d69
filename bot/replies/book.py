"""The book of wordings: read once, checked whole, then asked for what fits the circumstances.

    intent: shipping_time
    order: needed                                  # default: with several open orders, ask which; helpful: answer in general
    cases:
      - case: overdue                              # unique in the file
        when: {order_state: [paid], overdue: true} # every line must hold; a list means any of
        decision: answer                           # answer (default), ask or hand_over
        wanted: order                              # with ask: what is asked for
        auto: false                                # default true: may go out without a human
        wordings: ["亲，…{ship_by}…", "…"]         # two at least

Cases are tried in order. A wording with an empty slot is never offered; a case none of whose wordings can be filled is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, cast

import yaml

from bot.domain.decision import DecisionName
from bot.domain.facts import CIRCUMSTANCES, Facts
from bot.errors import Problem, SettingsError
from bot.replies.slots import faults, fill

LEAST_WORDINGS = 2
SHARED = "_shared"
"""The file of cases that belong to no single intent: which order, somebody else's account, received."""
_KEYS = {"case", "when", "decision", "wanted", "auto", "wordings"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation of an intent and what to say in it."""

    intent: str
    case: str
    when: Mapping[str, tuple[str | bool, ...]]
    decision: DecisionName
    wanted: str
    auto: bool
    wordings: tuple[str, ...]

    def fits(self, facts: Facts) -> bool:
        return all(facts.circumstances.get(name) in allowed for name, allowed in self.when.items())


@dataclass(frozen=True, slots=True)
class Filled:
    """A wording of a case with every slot filled."""

    case: Case
    number: int
    """Counted from 1 within the case."""
    text: str

    @property
    def template(self) -> str:
        return f"{self.case.intent}/{self.case.case}#{self.number}"


class Book:
    """Every case of every intent."""

    def __init__(self, cases: Mapping[str, Sequence[Case]], *, order_helpful: Iterable[str] = ()) -> None:
        self._cases = cases
        self._order_helpful = frozenset(order_helpful)

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent that has a template."""
        return tuple(i for i in self._cases if i != SHARED)

    def cases(self, intent: str) -> Sequence[Case]:
        return self._cases.get(intent, ())

    def needs_the_order(self, intent: str) -> bool:
        """With several open orders the buyer is asked which one is meant."""
        return intent not in self._order_helpful

    def shared(self, case: str, facts: Facts) -> Iterator[Filled]:
        """The wordings of one shared case."""
        return (filled for filled in self.fitting(SHARED, facts) if filled.case.case == case)

    def fitting(self, intent: str, facts: Facts) -> Iterator[Filled]:
        """What can be said, best first: the wordings of the first case that fits, then those of the next ones."""
        for case in self.cases(intent):
            if case.fits(facts):
                for number, wording in enumerate(case.wordings, 1):
                    text = fill(wording, facts.values)
                    if text is not None:
                        yield Filled(case, number, text)


def load_book(intents: Iterable[str], folder: Traversable | None = None) -> Book:
    """Read every template; all faults of all files in one SettingsError. A template of no known intent is one."""
    folder = folder if folder is not None else resources.files("bot.replies") / "templates"
    known = {*intents, SHARED}
    problems: list[Problem] = []
    cases: dict[str, Sequence[Case]] = {}
    helpful: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            stem = entry.name.removesuffix(".yaml")
            found = [Problem(entry.name, "is the template of no intent.")] if stem not in known else []
            try:
                raw = yaml.load(entry.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe loaders; C is ten times faster
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                problems += [*found, Problem(entry.name, f"is not readable YAML ({type(error).__name__}).")]
                continue
            found += [Problem(f"{entry.name} {where}", fault) for where, fault in _faults(raw, stem)]
            problems += found
            if not found:
                cases[stem] = [_case(stem, one) for one in raw["cases"]]
                helpful += [stem] if raw.get("order") == "helpful" else []
    if problems:
        raise SettingsError(
            f"{len(problems)} faults in the reply templates; mend them and start again.", problems=problems
        )
    return Book(cases, order_helpful=helpful)


def _faults(raw: Any, intent: str) -> Iterator[tuple[str, str]]:
    if (
        not isinstance(raw, dict)
        or raw.keys() - {"order"} != {"intent", "cases"}
        or raw["intent"] != intent
        or not isinstance(raw["cases"], list)
        or raw.get("order", "needed") not in ("needed", "helpful")
    ):
        yield "top", f"needs `intent: {intent}` and a list `cases`, may have `order: needed` or `order: helpful`."
        return
    names: set[str] = set()
    for number, case in enumerate(raw["cases"], 1):
        if not isinstance(case, dict) or not {"case", "wordings"} <= case.keys() <= _KEYS:
            yield f"case {number}", f"needs case and wordings, may have {sorted(_KEYS - {'case', 'wordings'})}."
            continue
        where = f"case {case['case']}"
        if str(case["case"]) in names:
            yield where, "stands twice."
        names.add(str(case["case"]))
        for fault in (*_case_faults(case), *_when_faults(case.get("when") or {})):
            yield where, fault


def _case_faults(case: Mapping[str, Any]) -> Iterator[str]:
    decision = case.get("decision", "answer")
    if decision not in ("answer", "ask", "hand_over"):
        yield f"decision is {decision!r}, expected answer, ask or hand_over."
    if (decision == "ask") != bool(case.get("wanted")):
        yield "wanted belongs to decision ask, and to no other."
    if not isinstance(case.get("auto", True), bool):
        yield "auto must be true or false."
    wordings = case["wordings"]
    if not isinstance(wordings, list) or len(set(map(str, wordings))) < LEAST_WORDINGS:
        yield f"needs at least {LEAST_WORDINGS} different wordings."
        return
    for number, wording in enumerate(wordings, 1):
        for fault in faults(str(wording)):
            yield f"wording {number} {fault}"


def _when_faults(when: Any) -> Iterator[str]:
    if not isinstance(when, dict):
        yield "when must be a mapping of circumstances."
        return
    for name, wanted in when.items():
        if name not in CIRCUMSTANCES:
            yield f"when names {name!r}; known: {', '.join(CIRCUMSTANCES)}."
            continue
        for value in wanted if isinstance(wanted, list) else [wanted]:
            if not any(value is known or (isinstance(known, str) and value == known) for known in CIRCUMSTANCES[name]):
                yield f"when {name} is {value!r}; known: {', '.join(str(v) for v in CIRCUMSTANCES[name])}."


def _case(intent: str, raw: Mapping[str, Any]) -> Case:
    when = {
        name: tuple(wanted) if isinstance(wanted, list) else (wanted,)
        for name, wanted in (raw.get("when") or {}).items()
    }
    return Case(
        intent=intent,
        case=str(raw["case"]),
        when=when,
        decision=cast(DecisionName, raw.get("decision", "answer")),
        wanted=str(raw.get("wanted", "")),
        auto=raw.get("auto", True),
        wordings=tuple(str(w) for w in raw["wordings"]),
    )
