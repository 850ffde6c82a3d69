"""The orders of the demo shop: fixed cases first, then a crowd dealt by the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from bot.demo_shop import SEED, courses
from bot.demo_shop.catalogue import Goods, Variant
from bot.demo_shop.courses import DAY_S, HOUR_S, Course, Days
from bot.demo_shop.people import Buyer, Crowd, shuffled_nicks
from bot.demo_shop.terms import Terms, reaches
from bot.domain.shop import Courier


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    goods: Goods
    variant: Variant
    quantity: int
    due_fen: int
    """What the buyer pays for it, after every reduction."""
    status: str
    refund: str = courses.NO_REFUND


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrder:
    number: int
    order_id: str
    buyer: Buyer
    course: Course
    lines: tuple[Line, ...]
    courier: Courier
    tracking_no: str
    freight_fen: int

    @property
    def reported(self) -> bool:
        """The shop has a row for its parcel."""
        return self.course.event is not None

    @property
    def due_fen(self) -> int:
        return sum(line.due_fen for line in self.lines)

    @property
    def paid_fen(self) -> int:
        arrived = self.course.paid is not None or self.course.status == courses.COD_SIGNED
        return self.due_fen + self.freight_fen if arrived else 0

    @property
    def refund_fen(self) -> int:
        return sum(refunded_fen(self.course, line) for line in self.lines)


def refunded_fen(course: Course, line: Line) -> int:
    return line.due_fen if course.money_back and line.refund != courses.NO_REFUND else 0


Plan = Callable[[Random, Days], Course]
_CAST: tuple[tuple[str, str, Plan, tuple[str, ...]], ...] = (
    # nick, city, how the order went, `code:variant×quantity` of the lines; told at the top of `make.py`
    ("晴天小筑", "哈尔滨", partial(courses.paid, ago=5 * HOUR_S), ("F01:2×2",)),
    ("北方有雪", "长春", partial(courses.shipped, ago=48 * HOUR_S, event=2 * HOUR_S), ("A02:2×1",)),
    ("橘子汽水", "苏州", partial(courses.signed, ago=2 * DAY_S), ("S01:3×1",)),
    ("慢慢来", "成都", partial(courses.paid, ago=60 * HOUR_S), ("E01:1×1",)),
    ("风铃草", "南京", lambda rng, days: Course(status=courses.UNPAID, created=2 * HOUR_S), ("B02:1×1",)),
    ("海盐", "厦门", lambda rng, days: Course(status=courses.UNPAID, created=HOUR_S), ("T03:1×1",)),
    ("海盐", "厦门", partial(courses.paid, ago=20 * HOUR_S), ("F03:1×1", "F05:2×1")),
    ("海盐", "厦门", partial(courses.shipped, ago=40 * HOUR_S, event=4 * HOUR_S), ("A01:3×1",)),
    ("老友记", "武汉", partial(courses.refund_asked, ago=3 * DAY_S), ("E05:1×1",)),
    ("青山在", "贵阳", partial(courses.closed_unpaid, reasons=["我不想买了"]), ("A07:2×1",)),
    ("木木", "合肥", partial(courses.done, confirmed=20 * DAY_S), ("T01:2×1",)),
    ("小满", "郑州", courses.partly, ("F02:3×1", "F08:1×1")),
    ("秋刀鱼", "西安", partial(courses.shipped, ago=5 * DAY_S, event=72 * HOUR_S), ("S02:9×1",)),
    ("沙枣花", "乌鲁木齐", partial(courses.shipped, ago=3 * DAY_S, event=5 * HOUR_S), ("B06:4×2",)),
    ("格桑", "林芝", partial(courses.paid, ago=8 * HOUR_S), ("A06:2×1",)),
    ("冬瓜茶", "佛山", courses.cod_signed, ("S06:2×1",)),
    ("芒种前后", "上海", courses.card_pending, ("E03:1×1",)),
)
_CLOSED_UNPAID = 16
_REGULARS = 0.12
"""The share of orders whose buyer has ordered before."""
_TRACKING = {"韵达": ("4399", 9), "EMS": ("1099", 9), "顺丰": ("SF0000", 9), "中通": ("7599", 10)}


class Dealer:
    """Deals orders; each has its own random numbers, so that one more changes no other."""

    def __init__(self, goods: Sequence[Goods], terms: Terms, people: dict[str, Any]) -> None:
        self._goods = {item.code: item for item in goods}
        self._terms = terms
        self._people = people
        self._crowd = Crowd(people)

    def orders(self) -> list[DemoOrder]:
        """Newest first, as the platform's download is."""
        made = [*self._cast(), *self._others()]
        return sorted(made, key=lambda order: (order.course.created, order.number))

    def _cast(self) -> Iterator[DemoOrder]:
        for number, (nick, city, plan, lines) in enumerate(_CAST, start=1001):
            picks = [self._pick(text) for text in lines]
            # The fixed cases take the shop's own courier: tests name it.
            yield self._order(number, self._crowd.buyer(nick, city=city), plan, picks, may_choose=False)

    def _others(self) -> Iterator[DemoOrder]:
        nicks = iter(shuffled_nicks(self._people))
        known: list[str] = []
        closed: Plan = partial(courses.closed_unpaid, reasons=self._people["closed_unpaid"])
        plans = [plan for plan, count in (*courses.KINDS, (closed, _CLOSED_UNPAID)) for _ in range(count)]
        for number, plan in enumerate(plans, start=2001):
            rng = Random(f"{SEED}:order:{number}")
            nick = rng.choice(known) if known and rng.random() < _REGULARS else next(nicks)
            known.append(nick)
            at_least = 2 if plan in (courses.partly, courses.partly_refunded) else 1
            yield self._order(number, self._crowd.buyer(nick), plan, self._basket(rng, at_least), may_choose=True)

    def _pick(self, text: str) -> tuple[Goods, Variant, int]:
        code, _, rest = text.partition(":")
        variant, _, quantity = rest.partition("×")
        return self._goods[code], self._goods[code].variants[int(variant) - 1], int(quantity)

    def _basket(self, rng: Random, at_least: int) -> list[tuple[Goods, Variant, int]]:
        count = max(at_least, rng.choices((1, 2, 3), (70, 23, 7))[0])
        unsold = self._terms.codes_of("P006")  # the presale has not begun
        items = rng.sample([item for code, item in self._goods.items() if code not in unsold], count)
        return [(item, rng.choice(item.variants), rng.choices((1, 2, 3), (76, 19, 5))[0]) for item in items]

    def _order(
        self,
        number: int,
        buyer: Buyer,
        plan: Plan,
        picks: Sequence[tuple[Goods, Variant, int]],
        *,
        may_choose: bool,
    ) -> DemoOrder:
        rng = Random(f"{SEED}:course:{number}")
        own = self._terms.default_to(buyer.province)
        courier = self._chosen(rng, buyer.province, own) if may_choose else own
        region = courier.region(buyer.province)
        course = plan(rng, (region.days_min, region.days_max) if region else (3, 3))
        prefix, digits = _TRACKING[courier.name]
        return DemoOrder(
            number=number,
            order_id=f"3900{rng.randrange(10**11):011}{number}",
            buyer=buyer,
            course=course,
            lines=self._lines(rng, course, picks),
            courier=courier,
            tracking_no=f"{prefix}{rng.randrange(10**digits):0{digits}}",
            freight_fen=courier.fee_to(buyer.province),
        )

    def _chosen(self, rng: Random, province: str, own: Courier) -> Courier:
        name = rng.choices(("", "顺丰", "EMS", "中通"), (80, 10, 4, 6))[0]
        return self._terms.courier(name) if name and reaches(self._terms.courier(name), province) else own

    def _lines(self, rng: Random, course: Course, picks: Sequence[tuple[Goods, Variant, int]]) -> tuple[Line, ...]:
        dues = self._dues(rng, course, picks)
        lines = []
        for place, ((goods, variant, quantity), due) in enumerate(zip(picks, dues, strict=True)):
            refunded = course.refunded == "all" or (course.refunded == "first" and place == 0)
            refund = course.refund if refunded else courses.NO_REFUND
            status = _line_status(course.status, place, refund)
            lines.append(
                Line(goods=goods, variant=variant, quantity=quantity, due_fen=due, status=status, refund=refund)
            )
        return tuple(lines)

    def _dues(self, rng: Random, course: Course, picks: Sequence[tuple[Goods, Variant, int]]) -> list[int]:
        """What each line costs under the promotions that ran when the order was made."""
        age_days = course.created / DAY_S + 1  # a day's margin: a day token may lie that much further back
        half_price = self._terms.codes_of("P004") if age_days < self._terms.running_since_days("P004") else ()
        full = [
            variant.price_fen * quantity - (quantity // 2 * (variant.price_fen // 2) if goods.code in half_price else 0)
            for goods, variant, quantity in picks
        ]
        off = 0
        if sum(full) >= 19900 and age_days < self._terms.running_since_days("P001"):
            off += 2000
        if sum(full) >= 9900 and rng.random() < 0.3 and age_days < self._terms.running_since_days("P002"):
            off += 500
        shares = [off * price // sum(full) for price in full]
        shares[-1] += off - sum(shares)
        return [price - share for price, share in zip(full, shares, strict=True)]


def _line_status(order_status: str, place: int, refund: str) -> str:
    if refund == courses.REFUND_DONE:
        return courses.CLOSED
    if order_status == courses.PARTLY:
        return courses.SHIPPED if place == 0 else courses.PAID
    return order_status
