"""A shop made of fakes behind the real app, and what a page said while it was used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask
from playwright.sync_api import ConsoleMessage, Dialog, Error, Request

from bot.domain.order import Order, OrderLine, PlatformStatus
from bot.domain.reply import Reply
from bot.domain.shop import Item, Knowledge, Policy, Shop, Variant
from bot.errors import BadInput, StoreError
from bot.web.app import create_app
from bot.web.parts import WebParts

NOW = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)
BUYER = "晴天小筑"
RUNNING_NICK = "<img src=x onerror=alert(1)>"
REPLIES = {
    "stock": [
        "亲，手工云片糕 200g 桂花味现货充足，喜欢可以放心拍哦",
        "有货的亲，桂花味、原味都在库，拍下48小时内发出",
        "亲，这款现在有现货呢，您看中哪个口味告诉我，帮您确认一下数量",
    ],
    "shipping_time": [
        "亲，您尾号1001的订单（手工云片糕等2件）已经付款，最晚11月24日16:00前给您发出，请放心哦",
        "您的订单正在安排，48小时内从浙江杭州发出，发出后单号会更新到订单里",
    ],
}
INTENTS = {"stock": ("库存", "Stock"), "shipping_time": ("发货时间", "Shipping time"), "other": ("其他", "Other")}


@dataclass(frozen=True)
class IntentName:
    id: str
    name_zh: str
    name_en: str
    risk: str = "low"


@dataclass
class FakeShop:
    """Plays every part that the web is handed; remembers what it was asked."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    checked: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False
    unpaid: bool = False
    version = "2026.11"

    def knowledge(self) -> Knowledge:
        variants = (Variant(name="桂花味", price_fen=1290, stock=92), Variant(name="原味", price_fen=1290, stock=186))
        title = "手工云片糕 200g"
        items = [
            Item(shop_id="demo", item_id="900100000101", title=title, short_title=title, variants=variants),
            Item(shop_id="demo", item_id="666", title="<script>alert(2)</script>"),
        ]
        shop = Shop(shop_id="demo", name="亲答示范店", is_demo=True)
        return Knowledge(shop=shop, version=1, policy=Policy(), items={item.item_id: item for item in items})

    def now(self) -> datetime:
        return NOW

    def buyers(self, shop_id: str, *, like: str, limit: int) -> list[str]:
        return [nick for nick in (BUYER, "北方有雪", "海盐", RUNNING_NICK) if like.lower() in nick.lower()][:limit]

    def order(self, shop_id: str, order_id: str, *, buyer: str) -> Order | None:
        return next((o for o in self.orders_of(shop_id, buyer=buyer) if o.order_id == order_id), None)

    def orders_of(self, shop_id: str, *, buyer: str, limit: int = 20) -> list[Order]:
        if buyer != BUYER:
            return []
        line = OrderLine(line_no=1, title="手工云片糕 200g", variant="口味：桂花味", quantity=2, item_id="900100000101")
        paid_at = NOW - timedelta(hours=5)
        status = PlatformStatus.WAIT_BUYER_PAY if self.unpaid else PlatformStatus.WAIT_SELLER_SEND_GOODS
        return [
            Order(
                shop_id=shop_id,
                order_id="3900389558831011001",
                buyer=buyer,
                status=status,
                lines=(line,),
                paid_fen=0 if self.unpaid else 2580,
                created_at=paid_at,
                paid_at=None if self.unpaid else paid_at,
            )
        ]

    def reply(self, request: Mapping[str, Any], *, shop_id: str) -> Reply:
        if self.broken:
            raise StoreError("The store is broken on purpose.")
        if not str(request.get("text", "")).strip():
            raise BadInput("The message cannot be read.")
        self.asked.append(dict(request))
        return cast(Reply, Answered(request))

    def check_rows(self, rows: Sequence[Any]) -> list[dict[str, object]]:
        """One red line only: the words 加微信."""
        self.checked += rows
        return [{"id": row["id"], "findings": findings_of(row["text"])} for row in rows]


@dataclass(frozen=True)
class Answered:
    """What stands for a Reply: the document alone."""

    request: Mapping[str, Any]

    def document(self) -> dict[str, object]:
        text, own = self.request["text"], self.request.get("buyer") == BUYER
        wanted = "shipping_time" if "发" in text else "stock"
        other = "stock" if wanted == "shipping_time" else "shipping_time"
        texts = [(wanted, t) for t in REPLIES[wanted]] + [(other, t) for t in REPLIES[other]]
        return {
            "decision": "answer" if own else "ask",
            "reason": "understood" if own else "needs_order",
            "auto": own,
            "intents": [
                {"intent": wanted, "probability": 0.91, "because": [["发货", 2.14], ["有货", 1.2], ["吗", -0.31]]},
                {"intent": other, "probability": 0.06, "because": []},
                {"intent": "other", "probability": 0.01, "because": []},
            ],
            "asked": [{"intent": wanted, "probability": 0.91, "start": 0, "end": len(text)}],
            "mood": "calm",
            "severity": 0,
            "entities": [{"entity": "item", "start": 0, "end": 1, "value": "手工云片糕"}],
            "candidates": [candidate_document(intent, words) for intent, words in texts[:3]],
            "stopped": [],
            "order_id": "3900389558831011001" if own else None,
            "item_id": self.request.get("item_id"),
            "model": FakeShop.version,
            "took_us": 840,
        }


def candidate_document(intent: str, text: str) -> dict[str, object]:
    return {
        "text": text,
        "intent": intent,
        "probability": 0.91,
        "template": f"{intent}/usual#1",
        "because": [["发货", 2.14], ["吗", -0.31]],
        "facts": {
            "item": "手工云片糕 200g",
            "price": 1290,
            "ship_by": "2026-11-24T08:00:00+00:00",
            "as_of": NOW.isoformat(),
        },
        "findings": [],
    }


def findings_of(text: str) -> list[dict[str, object]]:
    start = text.find("加微信")
    if start < 0:
        return []
    rewrite = text.replace("加微信", "在旺旺上联系我们")
    why = "不能把买家引到平台外联系。"
    span = {"start": start, "end": start + 3}
    return [{"rule": "off_platform_contact", "severity": "block", **span, "why": why, "rewrite": rewrite}]


def app_of(fake: FakeShop) -> Flask:
    """The real app over the fake."""
    catalog = {name: IntentName(name, *names) for name, names in INTENTS.items()}
    parts = WebParts(
        assistant=fake,
        shop_id="demo",
        knowledge=fake.knowledge,
        classifier=cast(Any, lambda: fake),
        check_rows=fake.check_rows,
        orders=fake,
        buyers=fake,
        catalog=cast(Any, catalog),
        clock=fake,
        ready=lambda: {"shop": "demo"},
    )
    return create_app(parts)


@dataclass
class Heard:
    """What went wrong in the page, and where it asked."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def script(self, dialog: Dialog) -> None:
        self.complaints.append("a script ran")
        dialog.dismiss()

    def request(self, request: Request) -> None:
        self.requests.append(request.url)
