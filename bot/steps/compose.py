"""Step 8: facts and wordings become drafts, the best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.decision import Answer, Ask, Decision, HandOver
from bot.domain.facts import Facts
from bot.domain.reply import Draft
from bot.replies.book import Book, Filled
from bot.replies.slots import slots_in

LIKELY_FLOOR = 0.05
"""An intent less likely than this is not worth a line on the agent's screen."""
RIVAL_FLOOR = 0.15
"""From here on the next intent may well be the right one: its reply takes the third place from the first's wordings."""
_GREETING = re.compile(r"^亲亲?[，,~！!]")

FactsOf = Callable[[str], Facts]


@dataclass(frozen=True, slots=True)
class Composed:
    """Drafts, best first, and the decision as the cases chosen have left it."""

    decision: Decision
    drafts: tuple[Draft, ...]


def compose(
    decision: Decision,
    likely: Sequence[tuple[str, float]],
    book: Book,
    facts_of: FactsOf,
    *,
    needs: Mapping[str, frozenset[str]],
    limit: int,
) -> Composed:
    """Say what was asked in one reply, then its other wordings, then the next likely intents.

    `likely`: (intent, probability), best first; `needs`: what each intent needs, to know whether an order must be named.
    """
    asked = decision.intents
    facts = facts_of(asked[0])
    if facts.circumstances.get("other_account"):
        shared = list(book.shared("other_account", facts))
        drafts = [_shared(f, asked, facts_of) for f in shared]
        return Composed(_settled(decision, shared[:1], drafts), _offered(drafts, limit))
    choose = (
        bool(facts.circumstances.get("order_choice"))
        and "order" in needs.get(asked[0], frozenset())
        and book.needs_the_order(asked[0])
    )
    first = list(book.shared("choose_order", facts)) if choose else []
    own = [filled for name in asked if (filled := list(book.fitting(name, facts_of(name))))]
    main = [_draft(parts, facts_of) for parts in _joined(own)]
    others = [
        (p, _draft(filled[:1], facts_of))
        for name, p in likely
        if p >= LIKELY_FLOOR and name not in asked and (filled := list(book.fitting(name, facts_of(name))))
    ]
    rivals = [draft for p, draft in others if p >= RIVAL_FLOOR][:1]
    drafts = [*(_shared(f, asked, facts_of) for f in first), *main[:2], *rivals, *main[2:], *(d for _, d in others)]
    drafts += [_shared(f, asked, facts_of) for f in book.shared("received", facts)] if not main else []
    return Composed(_settled(decision, first[:1] or [f[0] for f in own], drafts), _offered(drafts, limit))


def _joined(own: Sequence[Sequence[Filled]]) -> Iterator[list[Filled]]:
    """All that was asked as one reply, once for each wording; an intent with fewer wordings repeats its last."""
    for number in range(max(map(len, own), default=0)):
        yield [filled[min(number, len(filled) - 1)] for filled in own]


def _shared(filled: Filled, asked: Sequence[str], facts_of: FactsOf) -> Draft:
    return _draft([filled], facts_of, fallback=asked[0])


def _draft(parts: Sequence[Filled], facts_of: FactsOf, *, fallback: str | None = None) -> Draft:
    """One text of several parts: one greeting, sentences closed between them, only the facts that were said."""
    texts = [parts[0].text, *(_GREETING.sub("", p.text) for p in parts[1:])]
    said: dict[str, object] = {}
    times: list[datetime] = []
    stale = False
    for part in parts:
        facts = facts_of(fallback or part.case.intent)
        told = {slot: facts.values[slot] for slot in slots_in(part.case.wordings[part.number - 1])}
        said |= told
        times += [facts.as_of] if told and facts.as_of is not None else []
        stale = stale or facts.stale
    if times:
        said["as_of"] = min(times)
    return Draft(
        text="".join(t if i == len(texts) - 1 or t[-1] in "。！？!?~" else f"{t}。" for i, t in enumerate(texts)),
        intent=fallback or parts[0].case.intent,
        template="+".join(p.template for p in parts),
        facts=said,
        auto_safe=all(p.case.auto and p.case.decision != "hand_over" for p in parts) and not stale,
    )


def _offered(drafts: Iterable[Draft], limit: int) -> tuple[Draft, ...]:
    """No text twice, the best `limit`."""
    seen: dict[str, Draft] = {}
    for draft in drafts:
        seen.setdefault(draft.text, draft)
    return tuple(seen.values())[:limit]


def _settled(decision: Decision, leading: Sequence[Filled], drafts: Sequence[Draft]) -> Decision:
    """A case may ask back or call a human where understanding alone would have answered."""
    if isinstance(decision, HandOver):
        return decision
    if not leading:
        return HandOver(decision.intents, "nothing_to_say")
    if any(f.case.decision == "hand_over" for f in leading):
        return HandOver(decision.intents, "needs_human")
    auto = decision.auto and drafts[0].auto_safe
    first_ask = next((f for f in leading if f.case.decision == "ask"), None)
    if first_ask is not None:
        return Ask(decision.intents, first_ask.case.wanted, auto, f"needs_{first_ask.case.wanted}")
    return replace(decision, auto=auto) if isinstance(decision, Answer) else decision
