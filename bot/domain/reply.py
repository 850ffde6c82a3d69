"""Drafts, what the guard finds in them, and the replies that are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from bot.domain.decision import Decision
from bot.domain.order import Order
from bot.domain.shop import Courier, Item, Policy, Promotion

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The seller's words to judge, with all that a rule may look at. A rule judges only what it can see."""

    text: str
    buyer_said: str = ""
    """The message before it; "" unknown."""
    order: Order | None = None
    asking_buyer: str | None = None
    """The account that asks; when it is not the order's own, rule `buyer_data` guards every field."""
    policy: Policy | None = None
    items: tuple[Item, ...] = ()
    couriers: tuple[Courier, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What one rule saw: code points [start, end) of the statement's text, and what to say there instead."""

    start: int
    end: int
    why: str
    """A Chinese sentence for the agent."""
    say: str
    """Takes the place of [start, end); "" takes the words out."""
    severity: Severity = "block"


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit as agents see it, with the whole draft mended."""

    rule: str
    severity: Severity
    start: int
    end: int
    why: str
    rewrite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply before the check."""

    text: str
    intent: str
    template: str
    """`stock/in_stock#2`: intent, case, wording counted from 1; several joined by `+`."""
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """Slot → the typed value that filled it."""
    auto_safe: bool = True
    """The case may be sent without a human, as far as its facts go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A checked reply to offer."""

    draft: Draft
    probability: float
    because: tuple[tuple[str, float], ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Drafts after the guard."""

    decision: Decision
    passed: tuple[tuple[Draft, tuple[Finding, ...]], ...]
    """Drafts with no blocking finding, and the warnings they have."""
    stopped: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """One intent of the message with the words that asked it: code points [start, end)."""

    intent: str
    probability: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """One intent of the ranking, and the words that speak for it."""

    intent: str
    probability: float
    because: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One thing that the message names."""

    entity: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one message, with its trail."""

    decision: Decision
    candidates: tuple[Candidate, ...]
    stopped: tuple[Finding, ...]
    """What the guard found in drafts that were not offered."""
    intents: tuple[Likely, ...]
    asked: tuple[AskedFor, ...]
    entities: tuple[Named, ...]
    mood: str
    severity: int
    order_id: str | None
    item_id: str | None
    model: str
    took_us: int

    def document(self) -> dict[str, object]:
        """The shape of docs/api.md, ready for JSON."""
        return {
            "decision": self.decision.name,
            "reason": self.decision.reason,
            "auto": self.decision.auto,
            "intents": [
                {"intent": i.intent, "probability": round(i.probability, 4), "because": [list(b) for b in i.because]}
                for i in self.intents
            ],
            "asked": [
                {"intent": a.intent, "probability": round(a.probability, 4), "start": a.start, "end": a.end}
                for a in self.asked
            ],
            "mood": self.mood,
            "severity": self.severity,
            "entities": [{"entity": e.entity, "start": e.start, "end": e.end, "value": e.value} for e in self.entities],
            "candidates": [_candidate_document(c) for c in self.candidates],
            "stopped": [_finding_document(f) for f in self.stopped],
            "order_id": self.order_id,
            "item_id": self.item_id,
            "model": self.model,
            "took_us": self.took_us,
        }


def _candidate_document(candidate: Candidate) -> dict[str, object]:
    draft = candidate.draft
    return {
        "text": draft.text,
        "intent": draft.intent,
        "probability": round(candidate.probability, 4),
        "template": draft.template,
        "because": [list(b) for b in candidate.because],
        "facts": {name: value.isoformat() if isinstance(value, date) else value for name, value in draft.facts.items()},
        "findings": [_finding_document(f) for f in candidate.findings],
    }


def _finding_document(finding: Finding) -> dict[str, object]:
    return {slot: getattr(finding, slot) for slot in ("rule", "severity", "start", "end", "why", "rewrite")}
