"""Drafts to check as data: JSON rows into statements, findings into JSON rows.

A row is `{"id", "text", "buyer_said", "facts"}`; facts hold the fields of docs/api.md, all optional. An unknown field is an error
anywhere: a rule judges only what it can see, and a misspelt fact would silence it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.compliance.parts.fields import FieldReader
from bot.domain.order import Order, OrderLine, PlatformStatus, Receiver, RefundStage, Shipment
from bot.domain.reply import Finding, Statement
from bot.domain.shop import Courier, CourierRegion, Item, Policy, Promotion, PromotionKind, Variant
from bot.errors import BadInput, Problem

_ROW = ("id", "text", "buyer_said", "facts")
_FACTS = ("order", "asking_nick", "policy", "now", "catalogue", "couriers", "promotions")
_ORDER = tuple(
    "order_id buyer_nick status refund_status paid_yuan paid_at shipped_at signed_at courier tracking_no"
    " receiver_name receiver_phone receiver_address items".split()
)
_LINE = ("title", "variant", "quantity", "price_yuan", "stock")
_POLICY = ("ship_within_hours", "return_days", "free_shipping", "free_shipping_from_yuan", "max_compensation_yuan")
_VARIANT = ("name", "price_yuan", "price_fen", "stock", "restock_on")
_ITEM = ("item_id", "title", "short_title", "words", "facts", "variants", *_VARIANT)
_COURIER = ("name", "fee_yuan", "fee_fen", "is_default", "regions")
_REGION = ("province", "days_min", "days_max", "reachable")
_PROMOTION = tuple(
    "promotion_id kind name rule threshold_yuan threshold_fen off_yuan off_fen starts_at ends_at item_ids".split()
)


def check_rows(rows: Sequence[object], check: Callable[[Statement], Sequence[Finding]]) -> list[dict[str, object]]:
    """The out rows of decoded in rows, in their order.

    Raises BadInput with every problem of every row and judges none: a place is `/field/…` in the only row, else `/row/field/…`.
    """
    problems: list[Problem] = []
    drafts: list[tuple[str, Statement]] = []
    for number, row in enumerate(rows):
        reader = FieldReader("" if len(rows) == 1 else f"/{number}")
        drafts.append(_draft(reader, row))
        problems.extend(reader.problems)
    if problems:
        raise BadInput(f"{len(problems)} problems in the drafts to check; none was judged.", problems=problems)
    return [_out(draft_id, check(statement)) for draft_id, statement in drafts]


def draft_faults(row: object, where: str) -> list[Problem]:
    """What is wrong with one decoded row, each with its place as `where /field/…`."""
    reader = FieldReader(f"{where} ")
    _draft(reader, row)
    return reader.problems


def _out(draft_id: str, findings: Sequence[Finding]) -> dict[str, object]:
    told = [
        {"rule": f.rule, "severity": f.severity, "start": f.start, "end": f.end, "why": f.why, "rewrite": f.rewrite}
        for f in findings
    ]
    return {"id": draft_id, "findings": told}


def _draft(reader: FieldReader, row: object) -> tuple[str, Statement]:
    """The id and the statement of a row."""
    if not isinstance(row, dict):
        reader.wrong("/", row, "an object")
        return "", Statement(text="")
    reader.only(row, _ROW, "")
    facts = reader.part(row, "facts", "", _FACTS) or {}
    where = "/facts"
    lines, items = _lines_and_items(reader, facts)
    order = _order(reader, facts, lines)
    statement = Statement(
        text=reader.text(row, "text", "", needed=True),
        buyer_said=reader.text(row, "buyer_said", ""),
        order=order,
        asking_buyer=reader.text(facts, "asking_nick", where) or None,
        policy=_policy(reader, facts),
        items=items,
        couriers=_couriers(reader, facts),
        promotions=_promotions(reader, facts),
        now=reader.moment(facts, "now", where),
    )
    if "id" not in row:
        reader.wrong("/id", None, "a string")
    return reader.name(row, "id", ""), statement


def _policy(reader: FieldReader, facts: Mapping[str, Any]) -> Policy | None:
    row, where = reader.part(facts, "policy", "/facts", _POLICY), "/facts/policy"
    if row is None:
        return None
    known = {
        "ship_within_hours": reader.count(row, "ship_within_hours", where),
        "return_days": reader.count(row, "return_days", where),
        "free_shipping": reader.flag(row, "free_shipping", where),
        "free_shipping_from_fen": reader.fen(row, "free_shipping_from_yuan", where),
        "max_compensation_fen": reader.fen(row, "max_compensation_yuan", where),
    }
    return Policy(**{key: value for key, value in known.items() if value is not None})  # type: ignore[arg-type]


def _order(reader: FieldReader, facts: Mapping[str, Any], lines: tuple[OrderLine, ...]) -> Order | None:
    row, where = reader.part(facts, "order", "/facts", _ORDER), "/facts/order"
    if row is None:
        return None
    status = reader.text(row, "status", where)
    refund = reader.text(row, "refund_status", where)
    courier, tracking_no = reader.text(row, "courier", where), reader.name(row, "tracking_no", where)
    shipped_at, signed_at = reader.moment(row, "shipped_at", where), reader.moment(row, "signed_at", where)
    shipment = Shipment(courier=courier, tracking_no=tracking_no, shipped_at=shipped_at, signed_at=signed_at)
    receiver = Receiver(
        name=reader.text(row, "receiver_name", where),
        phone=reader.name(row, "receiver_phone", where),
        address=reader.text(row, "receiver_address", where),
    )
    return Order(
        shop_id="",
        order_id=reader.name(row, "order_id", where),
        buyer=reader.text(row, "buyer_nick", where),
        status=PlatformStatus(status) if status in set(PlatformStatus) else PlatformStatus.UNKNOWN,
        status_text=status,
        lines=lines,
        paid_fen=reader.fen(row, "paid_yuan", where) or 0,
        refund=RefundStage(refund) if refund in set(RefundStage) else RefundStage.UNKNOWN,
        paid_at=reader.moment(row, "paid_at", where),
        shipped_at=shipped_at,
        courier=courier,
        tracking_no=tracking_no,
        shipment=shipment if courier or tracking_no or shipped_at or signed_at else None,
        receiver=receiver,
    )


def _lines_and_items(reader: FieldReader, facts: Mapping[str, Any]) -> tuple[tuple[OrderLine, ...], tuple[Item, ...]]:
    """The order's lines and the goods they are of: the catalogue's rows, else what the lines themselves tell."""
    items = _catalogue(reader, facts)
    by_title = {item.title: item.item_id for item in items}
    lines: list[OrderLine] = []
    told: list[Item] = []
    order = facts.get("order")
    rows = reader.rows(order, "items", "/facts/order", _LINE) if isinstance(order, dict) else []
    for n, (row, where) in enumerate(rows, start=1):
        title, variant = reader.text(row, "title", where), reader.text(row, "variant", where)
        price = reader.fen(row, "price_yuan", where) or 0
        stock = reader.count(row, "stock", where)
        item_id = by_title.get(title) or f"line {n}"
        quantity = reader.count(row, "quantity", where)
        lines.append(
            OrderLine(
                line_no=n,
                title=title,
                variant=variant,
                item_id=item_id,
                quantity=quantity if quantity else 1,
                price_fen=price,
            )
        )
        told.append(
            Item(
                shop_id="",
                item_id=item_id,
                title=title,
                variants=(Variant(name=variant, price_fen=price, stock=stock),),
            )
        )
    return tuple(lines), items or tuple(told)


def _catalogue(reader: FieldReader, facts: Mapping[str, Any]) -> tuple[Item, ...]:
    items: list[Item] = []
    for row, where in reader.rows(facts, "catalogue", "/facts", _ITEM):
        variants = tuple(_variant(reader, one, at) for one, at in reader.rows(row, "variants", where, _VARIANT))
        facts_of = reader.part(row, "facts", where, None) or {}
        items.append(
            Item(
                shop_id="",
                item_id=reader.name(row, "item_id", where),
                title=reader.text(row, "title", where),
                short_title=reader.text(row, "short_title", where),
                variants=variants or (_variant(reader, row, where),),
                facts={str(key): str(value) for key, value in facts_of.items()},
                words=reader.names(row, "words", where),
            )
        )
    return tuple(items)


def _variant(reader: FieldReader, row: Mapping[str, Any], where: str) -> Variant:
    return Variant(
        name=reader.text(row, "name", where),
        price_fen=_sum(reader, row, "price", where),
        stock=reader.count(row, "stock", where),
        restock_on=reader.day(row, "restock_on", where),
    )


def _sum(reader: FieldReader, row: Mapping[str, Any], key: str, where: str) -> int:
    """A sum given as `…_fen` or `…_yuan`; 0 when it is not given."""
    fen = reader.count(row, f"{key}_fen", where)
    return fen if fen is not None else reader.fen(row, f"{key}_yuan", where) or 0


def _couriers(reader: FieldReader, facts: Mapping[str, Any]) -> tuple[Courier, ...]:
    return tuple(
        Courier(
            name=reader.text(row, "name", where),
            fee_fen=_sum(reader, row, "fee", where),
            is_default=bool(reader.flag(row, "is_default", where)),
            regions=tuple(_region(reader, one, at) for one, at in reader.rows(row, "regions", where, _REGION)),
        )
        for row, where in reader.rows(facts, "couriers", "/facts", _COURIER)
    )


def _region(reader: FieldReader, row: Mapping[str, Any], where: str) -> CourierRegion:
    days_min = reader.count(row, "days_min", where) or 0
    reachable = reader.flag(row, "reachable", where)
    return CourierRegion(
        province=reader.text(row, "province", where) or "*",
        days_min=days_min,
        days_max=reader.count(row, "days_max", where) or days_min,
        reachable=True if reachable is None else reachable,
    )


def _promotions(reader: FieldReader, facts: Mapping[str, Any]) -> tuple[Promotion, ...]:
    found: list[Promotion] = []
    for row, where in reader.rows(facts, "promotions", "/facts", _PROMOTION):
        kind = reader.text(row, "kind", where)
        if kind not in set(PromotionKind):
            reader.problems.append(
                Problem(f"{reader.prefix}{where}/kind", f"one of {', '.join(PromotionKind)} expected, another found")
            )
            continue
        found.append(
            Promotion(
                promotion_id=reader.name(row, "promotion_id", where),
                kind=PromotionKind(kind),
                name=reader.text(row, "name", where),
                rule=reader.text(row, "rule", where),
                threshold_fen=_sum(reader, row, "threshold", where),
                off_fen=_sum(reader, row, "off", where),
                starts_at=reader.moment(row, "starts_at", where),
                ends_at=reader.moment(row, "ends_at", where),
                item_ids=reader.names(row, "item_ids", where),
            )
        )
    return tuple(found)
