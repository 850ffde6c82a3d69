"""Step 9: no draft leaves with a blocking finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.domain.decision import Decision, HandOver
from bot.domain.reply import Checked, Draft, Finding, Statement
from bot.facts.situation import Situation

CheckStatement = Callable[[Statement], Sequence[Finding]]


def check(decision: Decision, drafts: Iterable[Draft], situation: Situation, find: CheckStatement) -> Checked:
    """Judge every draft. When the best one or all are stopped the message goes to a human with every finding."""
    passed: list[tuple[Draft, tuple[Finding, ...]]] = []
    stopped: list[Finding] = []
    for number, draft in enumerate(drafts):
        findings = tuple(find(statement_of(draft.text, situation)))
        if any(f.severity == "block" for f in findings):
            stopped += findings
            if number == 0:
                decision = HandOver(decision.intents, "red_line")
        else:
            passed.append((draft, findings))
    if not passed and not isinstance(decision, HandOver):
        decision = HandOver(decision.intents, "nothing_to_say")
    return Checked(decision, tuple(passed), tuple(stopped))


def statement_of(text: str, situation: Situation) -> Statement:
    """A draft with all that the rules may look at: this order, the items it names, the shop's tables."""
    knowledge = situation.knowledge
    return Statement(
        text=text,
        buyer_said=situation.message.text,
        order=situation.order,
        asking_buyer=situation.message.buyer,
        policy=knowledge.policy,
        items=knowledge.named_in(text, also=situation.item),
        couriers=knowledge.couriers,
        promotions=knowledge.promotions,
        now=situation.now,
    )
