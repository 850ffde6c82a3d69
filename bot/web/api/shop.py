"""What the helper page picks from: the shop, its buyers, their orders, its items."""

from __future__ import annotations

from flask import Blueprint, Response, request

from bot.domain.order import Order
from bot.domain.shop import Knowledge
from bot.web.api import as_json, parts

blueprint = Blueprint("shop", __name__)
MOST_SHOWN = 20


@blueprint.get("/api/v1/shop")
def shop() -> Response:
    """The shop's name, the model that serves, and every intent's names and risk."""
    knowledge = parts().knowledge()
    return as_json(
        {
            "shop_id": knowledge.shop.shop_id,
            "name": knowledge.shop.name,
            "is_demo": knowledge.shop.is_demo,
            "model": parts().classifier().version,
            "intents": {i.id: {"zh": i.name_zh, "en": i.name_en, "risk": i.risk} for i in parts().catalog.values()},
        }
    )


@blueprint.get("/api/v1/buyers")
def buyers() -> Response:
    """Buyers whose nick holds `q`, the latest order first."""
    return as_json({"buyers": parts().buyers.buyers(parts().shop_id, like=_words(), limit=MOST_SHOWN)})


@blueprint.get("/api/v1/orders")
def orders() -> Response:
    """The orders of one buyer, newest first; nothing of the receiver."""
    buyer = request.args.get("buyer", "")[:128].replace("\x00", "")
    found = parts().orders.orders_of(parts().shop_id, buyer=buyer, limit=MOST_SHOWN) if buyer else []
    return as_json({"orders": [_order(o, parts().knowledge()) for o in found]})


@blueprint.get("/api/v1/items")
def items() -> Response:
    """Items whose title or other name holds every word of `q`."""
    words = _words().lower().split()
    found = [
        item
        for item in parts().knowledge().items.values()
        if all(
            any(word in name.lower() for name in (item.title, item.short_title, item.item_id, *item.words))
            for word in words
        )
    ]
    return as_json(
        {
            "items": [
                {"item_id": i.item_id, "title": i.title, "name": i.name, "price_fen": i.price_fen, "stock": i.stock}
                for i in found[:MOST_SHOWN]
            ]
        }
    )


def _words() -> str:
    return request.args.get("q", "")[:64].replace("\x00", "")


def _order(order: Order, knowledge: Knowledge) -> dict[str, object]:
    return {
        "order_id": order.order_id,
        "state": order.state.value,
        "created_at": order.created_at.isoformat() if order.created_at else None,
        "title": knowledge.called(order),
        "paid_fen": order.paid_fen,
        "items": [
            {"item_id": line.item_id, "title": line.title, "variant": line.variant, "quantity": line.quantity}
            for line in order.lines
        ],
    }
