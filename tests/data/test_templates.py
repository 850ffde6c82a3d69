"""The shipped wordings: one file an intent, every case of use, nothing said wrongly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pytest

from bot.domain.facts import CIRCUMSTANCES, SLOTS
from bot.replies.book import LEAST_WORDINGS, Book, Case, load_book
from bot.replies.slots import slots_in
from intents import IntentCatalog, load_catalog

SHIPPED = load_catalog()
GREETINGS = ("亲", "您好", "在", "不客气", "好的", "抱歉", "非常抱歉")


@pytest.fixture(scope="module")
def shipped_book() -> Book:
    return load_book(SHIPPED)


def cases(book: Book, intent: str) -> list[Case]:
    return list(book.cases(intent))


def test_every_intent_has_a_template(shipped_book: Book, catalog: IntentCatalog) -> None:
    assert set(shipped_book.intents) == set(catalog)


@pytest.mark.parametrize("shared", ["choose_order", "other_account", "received"])
def test_what_belongs_to_no_intent_is_there(shared: str, shipped_book: Book) -> None:
    assert shared in [case.case for case in shipped_book.cases("_shared")]


@pytest.mark.parametrize("intent", [*SHIPPED, "_shared"])
def test_every_case_has_two_wordings_of_a_length_that_is_read(intent: str, shipped_book: Book) -> None:
    for case in cases(shipped_book, intent):
        assert len(set(case.wordings)) >= LEAST_WORDINGS, case.case
        assert all(6 <= len(wording) <= 120 for wording in case.wordings), case.case


@pytest.mark.parametrize("intent", list(SHIPPED))
def test_there_is_always_something_to_say(intent: str, shipped_book: Book) -> None:
    last = cases(shipped_book, intent)[-1]
    always = {
        "shop",
        "agent_hours",
        "ship_within",
        "return_days",
        "return_review_days",
        "refund_days",
        "price_protection_days",
    }
    always |= {"invoice_kinds", "invoice_day", "payment_methods"}
    assert not last.when
    assert any(set(slots_in(wording)) <= always for wording in last.wordings)


def holds(case: Case, world: Mapping[str, str | bool]) -> bool:
    return all(world[name] in allowed for name, allowed in case.when.items())


def worlds(found: list[Case]) -> Iterator[dict[str, str | bool]]:
    """Every combination of the circumstances that an intent's cases look at."""
    names = sorted({name for case in found for name in case.when})
    for values in itertools.product(*(CIRCUMSTANCES[name] for name in names)):
        yield dict(zip(names, values, strict=True))


@pytest.mark.parametrize("intent", list(SHIPPED))
def test_every_case_is_the_first_to_fit_or_says_more_where_slots_are_empty(intent: str, shipped_book: Book) -> None:
    """A case is dead when, wherever it fits, an earlier one fits whose slots are all among its own."""
    found = cases(shipped_book, intent)
    needed = [min((set(slots_in(w)) for w in case.wordings), key=len) for case in found]
    alive: set[int] = set()
    for world in worlds(found):
        fitting = [n for n, case in enumerate(found) if holds(case, world)]
        for at, n in enumerate(fitting):
            if all(not needed[m] <= needed[n] for m in fitting[:at]):
                alive.add(n)
        if len(alive) == len(found):
            break
    assert [case.case for n, case in enumerate(found) if n not in alive] == []


@pytest.mark.parametrize("intent", [name for name, known in SHIPPED.items() if known.risk == "high"])
def test_a_high_risk_is_never_answered_alone(intent: str, shipped_book: Book) -> None:
    assert all(case.decision == "hand_over" or not case.auto for case in cases(shipped_book, intent))


@pytest.mark.parametrize("intent", list(SHIPPED))
def test_what_hands_over_never_goes_out_alone(intent: str, shipped_book: Book) -> None:
    assert [case.case for case in cases(shipped_book, intent) if case.decision == "hand_over" and case.auto] == []


@pytest.mark.parametrize("intent", list(SHIPPED))
def test_personal_slots_are_said_only_of_an_order(intent: str, shipped_book: Book) -> None:
    personal = {name for name, slot in SLOTS.items() if slot.personal}
    needs_order = SHIPPED[intent].needs & {"order", "shipment", "refund"}
    said = {slot for case in cases(shipped_book, intent) for wording in case.wordings for slot in slots_in(wording)}
    assert needs_order or not said & personal
