"""How an order went: one function a kind of order, with its times counted back from now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

HOUR_S = 3600
DAY_S = 86400

UNPAID = "等待买家付款"
PAID = "买家已付款,等待卖家发货"
PARTLY = "卖家部分发货"
SHIPPED = "卖家已发货,等待买家确认"
COD_SIGNED = "买家已签收,货到付款专用"
DONE = "交易成功"
CLOSED = "交易关闭"
CARD_PENDING = "国际信用卡支付付款确认中"  # a real state that the product does not know: it must stay silent on it

NO_REFUND = "没有申请退款"
REFUND_ASKED = "买家已经申请退款等待卖家同意"
REFUND_AGREED = "卖家已经同意退款等待买家退货"
REFUND_SENT_BACK = "买家已经退货等待卖家确认收货"
REFUND_REFUSED = "卖家拒绝退款"
REFUND_CLOSED = "退款关闭"
REFUND_DONE = "退款成功"

Days = tuple[int, int]
"""The courier's fastest and slowest to the buyer's province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Times are seconds before now; None: it did not come to that."""

    status: str
    created: int
    paid: int | None = None
    shipped: int | None = None
    signed: int | None = None
    confirmed: int | None = None
    event: int | None = None
    """The courier's last event; None with `shipped`: the shop has no row for the parcel."""
    by_day: bool = False
    """All times are written as clock times of a day, else as hours before now."""
    refund: str = NO_REFUND
    refunded: Literal["none", "first", "all"] = "none"
    """Which lines the refund is for."""
    money_back: bool = False
    """The platform's refund sum stands in the row."""
    closed_because: str = ""


def unpaid(rng: Random, days: Days) -> Course:
    return Course(status=UNPAID, created=rng.randint(HOUR_S // 3, 20 * HOUR_S))


def paid(rng: Random, days: Days, *, ago: int | None = None) -> Course:
    at = rng.randint(HOUR_S // 2, 40 * HOUR_S) if ago is None else ago
    return Course(status=PAID, created=_before_paying(rng, at), paid=at)


def overdue(rng: Random, days: Days) -> Course:
    return paid(rng, days, ago=rng.randint(50 * HOUR_S, 70 * HOUR_S))


def partly(rng: Random, days: Days) -> Course:
    sent = _sent(rng, rng.randint(5 * HOUR_S, 25 * HOUR_S))
    return replace(sent, status=PARTLY, event=rng.randint(HOUR_S, 4 * HOUR_S))


def shipped(rng: Random, days: Days, *, ago: int | None = None, event: int | None = None) -> Course:
    at = rng.randint(6 * HOUR_S, days[1] * DAY_S - 8 * HOUR_S) if ago is None else ago
    return replace(_sent(rng, at), event=rng.randint(HOUR_S // 4, min(at, 18 * HOUR_S)) if event is None else event)


def stale(rng: Random, days: Days) -> Course:
    return shipped(rng, days, ago=rng.randint(5 * DAY_S, 7 * DAY_S), event=rng.randint(50 * HOUR_S, 100 * HOUR_S))


def unreported(rng: Random, days: Days) -> Course:
    return replace(shipped(rng, days), event=None)


def signed(rng: Random, days: Days, *, ago: int | None = None) -> Course:
    at = rng.randint(DAY_S, 6 * DAY_S) if ago is None else ago
    travelled = rng.randint(days[0] * DAY_S - 6 * HOUR_S, days[1] * DAY_S)
    return replace(_sent(rng, at + travelled), signed=at, event=at, by_day=True)


def cod_signed(rng: Random, days: Days) -> Course:
    """Paid at the door, which the export does not tell."""
    course = signed(rng, days)
    return replace(course, status=COD_SIGNED, paid=None)


def refund_asked_unsent(rng: Random, days: Days) -> Course:
    return _refunding(paid(rng, days), REFUND_ASKED, "all")


def refund_asked(rng: Random, days: Days, *, ago: int | None = None) -> Course:
    return _refunding(signed(rng, days, ago=ago), REFUND_ASKED, "first")


def refund_agreed(rng: Random, days: Days) -> Course:
    return _refunding(signed(rng, days), REFUND_AGREED, "first")


def refund_sent_back(rng: Random, days: Days) -> Course:
    return _refunding(signed(rng, days, ago=rng.randint(4 * DAY_S, 9 * DAY_S)), REFUND_SENT_BACK, "first")


def refund_refused(rng: Random, days: Days) -> Course:
    return replace(signed(rng, days), refund=REFUND_REFUSED, refunded="first")


def refund_withdrawn(rng: Random, days: Days) -> Course:
    return replace(signed(rng, days), refund=REFUND_CLOSED, refunded="first")


def closed_unpaid(rng: Random, days: Days, *, reasons: Sequence[str]) -> Course:
    created = rng.randint(3 * DAY_S, 60 * DAY_S)
    return Course(status=CLOSED, created=created, by_day=True, closed_because=rng.choice(reasons))


def closed_refunded(rng: Random, days: Days) -> Course:
    course = replace(signed(rng, days, ago=rng.randint(8 * DAY_S, 50 * DAY_S)), status=CLOSED, closed_because="退款")
    return replace(course, refund=REFUND_DONE, refunded="all", money_back=True)


def done(rng: Random, days: Days, *, confirmed: int | None = None) -> Course:
    at = rng.randint(3 * DAY_S, 75 * DAY_S) if confirmed is None else confirmed
    course = signed(rng, days, ago=at + rng.randint(5 * HOUR_S, 9 * DAY_S))
    return replace(course, status=DONE, confirmed=at)


def partly_refunded(rng: Random, days: Days) -> Course:
    return replace(done(rng, days), refund=REFUND_DONE, refunded="first", money_back=True)


def card_pending(rng: Random, days: Days) -> Course:
    return Course(status=CARD_PENDING, created=rng.randint(HOUR_S, 10 * HOUR_S))


KINDS: tuple[tuple[Callable[[Random, Days], Course], int], ...] = (
    (unpaid, 18),
    (paid, 58),
    (overdue, 4),
    (partly, 8),
    (shipped, 66),
    (stale, 7),
    (unreported, 6),
    (signed, 44),
    (cod_signed, 4),
    (refund_asked_unsent, 4),
    (refund_asked, 6),
    (refund_agreed, 8),
    (refund_sent_back, 8),
    (refund_refused, 4),
    (refund_withdrawn, 4),
    (closed_refunded, 14),
    (done, 84),
    (partly_refunded, 6),
    (card_pending, 2),
)
"""How many of each the shop has beside its fixed cases; orders closed before payment are added with their reasons."""


def _sent(rng: Random, shipped_ago: int) -> Course:
    at = shipped_ago + rng.randint(3 * HOUR_S, 40 * HOUR_S)
    return Course(status=SHIPPED, created=_before_paying(rng, at), paid=at, shipped=shipped_ago)


def _before_paying(rng: Random, paid_ago: int) -> int:
    return paid_ago + rng.randint(90, 25 * 60)


def _refunding(course: Course, stage: str, lines: Literal["first", "all"]) -> Course:
    return replace(course, refund=stage, refunded=lines, money_back=True)
