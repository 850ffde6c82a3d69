"""Who reads an answer sees that a phone, card or address was given, and never which: on every face that tells entities."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.desk.parse import parse
from bot.desk.sorting import sort_message
from tests.cast import BUYER, NOW, ORDER_ID, SHOP_ID, an_order
from tests.fakes import FakeOrderSource

SAID = (
    f"订单{ORDER_ID}什么时候发货，电话138-0013-8000，身份证330106199001011234，卡号6222 0212 3456 7890 123，"
    "寄到余杭区仓前龙舌嘴4-2-301，邮箱canary@example.com"
)
TOLD = {
    "order_number": ORDER_ID,
    "phone": "138****8000",
    "id_number": "330***********1234",
    "bank_card": "6222***********0123",
    "address": "⟨address⟩",
    "email": "⟨email⟩",
}

Face = Callable[[Assistant], object]
FACES: dict[str, Face] = {
    "replies": lambda assistant: assistant.reply({"text": SAID, "buyer": BUYER}, shop_id=SHOP_ID).document(),
    "classify": lambda assistant: sort_message(assistant.classifier(), {"id": 1, "text": SAID}, now=NOW),
    "parse": lambda assistant: {**parse(assistant.classifier(), SAID, None, now=NOW), "text": "as it came"},
}


@pytest.mark.parametrize("face", FACES)
def test_no_face_tells_a_personal_value(face: str, assistant: Assistant) -> None:
    answer = json.loads(json.dumps(FACES[face](assistant), ensure_ascii=False, default=str))
    told = {e["entity"]: e["value"] for e in answer["entities"]}
    assert {kind: told.get(kind) for kind in TOLD} == TOLD
    whole = json.dumps(answer, ensure_ascii=False)
    assert not any(c in whole for c in ("0013-8000", "19900101", "0212 3456", "龙舌嘴", "canary"))


def test_the_order_named_beside_a_phone_is_still_found(assistant: Assistant) -> None:
    assistant.orders = FakeOrderSource([an_order(), an_order("2026112200000000099")])
    assert assistant.reply({"text": SAID, "buyer": BUYER}, shop_id=SHOP_ID).order_id == ORDER_ID
