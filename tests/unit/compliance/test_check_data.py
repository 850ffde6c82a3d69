from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from bot.compliance import check_data
from bot.compliance.check_data import check_rows, draft_faults
from bot.domain.order import PlatformStatus, RefundStage
from bot.domain.reply import Finding, Statement
from bot.errors import BadInput
from tests.architecture import ROOT

ORDER: dict[str, Any] = {
    "order_id": "2890011223344556677",
    "buyer_nick": "小雨",
    "status": "WAIT_SELLER_SEND_GOODS",
    "receiver_name": "王小雨",
    "receiver_phone": "13911112222",
    "receiver_address": "浙江省 宁波市 海曙区 中山西路88号",
    "paid_yuan": "59.90",
    "courier": "韵达",
    "tracking_no": "4300011112222",
    "signed_at": "2026-11-22T10:00:00+08:00",
    "refund_status": "WAIT_SELLER_AGREE",
    "items": [{"title": "毛巾", "variant": "米色", "quantity": 2, "price_yuan": "29.95", "stock": 0}],
}


def read(row: dict[str, Any]) -> Statement:
    """What the guard is given of a row."""
    seen: list[Statement] = []

    def check(statement: Statement) -> tuple[Finding, ...]:
        seen.append(statement)
        return ()

    check_rows([row], check)
    return seen[0]


def places(row: object) -> list[str]:
    with pytest.raises(BadInput) as refused:
        check_rows([row], lambda _: ())
    return [problem.where for problem in refused.value.problems]


def test_a_row_without_facts_is_a_bare_statement() -> None:
    assert read({"id": "1", "text": "好的", "buyer_said": "在吗", "facts": None}) == Statement(
        text="好的", buyer_said="在吗"
    )


def test_reads_the_order_with_money_in_fen_and_times_in_utc() -> None:
    order = read({"id": "1", "text": "", "facts": {"order": ORDER}}).order
    assert order is not None and order.shipment is not None and order.receiver is not None
    assert (order.buyer, order.paid_fen, order.receiver.phone) == ("小雨", 5990, "13911112222")
    assert (order.status, order.refund) == (PlatformStatus.WAIT_SELLER_SEND_GOODS, RefundStage.WAIT_SELLER_AGREE)
    assert order.shipment.signed_at == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_a_refund_status_not_given_is_unknown_not_none() -> None:
    order = read({"id": "1", "text": "", "facts": {"order": {"status": "TRADE_FINISHED"}}}).order
    assert order is not None and order.refund is RefundStage.UNKNOWN


def test_an_unknown_status_keeps_its_words() -> None:
    order = read({"id": "1", "text": "", "facts": {"order": {"status": "NEW_STATE"}}}).order
    assert order is not None and (order.status, order.status_text) == (PlatformStatus.UNKNOWN, "NEW_STATE")


def test_goods_are_known_from_the_orders_own_lines() -> None:
    (item,) = read({"id": "1", "text": "", "facts": {"order": ORDER}}).items
    assert (item.title, item.variants[0].stock, item.variants[0].price_fen) == ("毛巾", 0, 2995)


def test_a_catalogue_goes_before_the_orders_lines() -> None:
    catalogue = [{"item_id": "7", "title": "毛巾", "variants": [{"name": "米色", "price_yuan": "30", "stock": 4}]}]
    said = read({"id": "1", "text": "", "facts": {"order": ORDER, "catalogue": catalogue}})
    assert said.order is not None
    assert (said.items[0].stock, said.order.lines[0].item_id) == (4, "7")


def test_reads_policy_couriers_promotions_and_now() -> None:
    facts = {
        "policy": {
            "ship_within_hours": 24,
            "return_days": 15,
            "free_shipping": False,
            "free_shipping_from_yuan": "99",
            "max_compensation_yuan": 20,
        },
        "couriers": [
            {"name": "韵达", "is_default": True, "regions": [{"province": "*", "days_min": 3, "days_max": 4}]}
        ],
        "promotions": [{"promotion_id": "p", "kind": "coupon", "name": "券", "rule": "满99减5", "off_yuan": "5"}],
        "now": "2026-11-22T10:00:00+08:00",
        "asking_nick": "小雨",
    }
    said = read({"id": "1", "text": "", "facts": facts})
    assert said.policy is not None
    assert said.policy.free_shipping_from_fen == 9900
    assert (said.policy.ship_within_hours, said.policy.max_compensation_fen, said.policy.free_shipping) == (
        24,
        2000,
        False,
    )
    assert (said.couriers[0].regions[0].days_min, said.promotions[0].off_fen, said.asking_buyer) == (3, 500, "小雨")
    assert said.now == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_every_wrong_type_is_told_with_its_place() -> None:
    row = {
        "id": "1",
        "text": 5,
        "buyer_said": [],
        "facts": {
            "order": {"paid_yuan": "5.999", "paid_at": "2026-11-22 10:00", "items": [3, {"stock": -1}]},
            "policy": {"free_shipping": "yes", "return_days": True},
            "now": "gestern",
        },
    }
    assert set(places(row)) == {
        "/text",
        "/buyer_said",
        "/facts/order/paid_yuan",
        "/facts/order/paid_at",
        "/facts/order/items/0",
        "/facts/order/items/1/stock",
        "/facts/policy/free_shipping",
        "/facts/policy/return_days",
        "/facts/now",
    }


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"id": "1"}, "/text"),
        ({"text": "好"}, "/id"),
        ({"id": "1", "text": "好", "draft": ""}, "/"),
        ({"id": "1", "text": "好", "facts": []}, "/facts"),
        ({"id": "1", "text": "好", "facts": {"promotions": [{"kind": "lottery"}]}}, "/facts/promotions/0/kind"),
        ("好", "/"),
    ],
)
def test_a_row_of_another_shape_is_refused(row: object, place: str) -> None:
    assert places(row) == [place]


MISSPELT: list[tuple[dict[str, Any], str]] = [
    ({"ordr": {}}, "/facts"),
    ({"order": {"staus": "WAIT_BUYER_PAY"}}, "/facts/order"),
    ({"order": {"items": [{"titel": "毛巾"}]}}, "/facts/order/items/0"),
    ({"policy": {"returns_days": 7}}, "/facts/policy"),
    ({"catalogue": [{}, {"price": 3}]}, "/facts/catalogue/1"),
    ({"catalogue": [{"variants": [{"stocks": 3}]}]}, "/facts/catalogue/0/variants/0"),
    ({"couriers": [{"fee": 3}]}, "/facts/couriers/0"),
    ({"couriers": [{"regions": [{"days": 3}]}]}, "/facts/couriers/0/regions/0"),
    ({"promotions": [{"kind": "coupon", "of_yuan": 3}]}, "/facts/promotions/0"),
]


@pytest.mark.parametrize(("facts", "place"), MISSPELT)
def test_a_misspelt_fact_is_an_error_and_silences_no_rule(facts: dict[str, Any], place: str) -> None:
    assert places({"id": "1", "text": "好", "facts": facts}) == [place]


def test_a_problem_with_an_unknown_field_tells_the_known_ones_and_no_name_that_was_sent() -> None:
    with pytest.raises(BadInput, match="1 unknown fields; known: order_id, buyer_nick") as refused:
        check_rows([{"id": "1", "text": "好", "facts": {"order": {"13911112222": ""}}}], lambda _: ())
    assert "13911112222" not in str(refused.value)


def test_the_facts_of_an_item_have_any_names() -> None:
    (item,) = read(
        {"id": "1", "text": "好", "facts": {"catalogue": [{"title": "毛巾", "facts": {"材质": "棉"}}]}}
    ).items
    assert item.facts == {"材质": "棉"}


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"catalogue": [{"words": "毛巾"}]}, "/facts/catalogue/0/words"),
        ({"catalogue": [{"words": [True]}]}, "/facts/catalogue/0/words/0"),
        ({"catalogue": [{"restock_on": 20261122}]}, "/facts/catalogue/0/restock_on"),
        ({"promotions": [{"kind": "gift", "item_ids": {}}]}, "/facts/promotions/0/item_ids"),
    ],
)
def test_a_list_or_day_of_another_type_is_told(facts: dict[str, Any], place: str) -> None:
    assert places({"id": "1", "text": "好", "facts": facts}) == [place]


def test_the_fields_of_the_facts_are_those_of_the_published_description() -> None:
    schemas = yaml.safe_load((ROOT / "bot" / "web" / "api" / "openapi.yaml").read_text("utf-8"))["components"][
        "schemas"
    ]
    described = {name: tuple(schemas[name]["properties"]) for name in schemas if name.startswith("Check")}
    assert described == {
        "CheckRequest": ("id", "text", "buyer_said", "facts"),
        "Checked": ("id", "findings"),
        "CheckFacts": check_data._FACTS,
        "CheckOrder": check_data._ORDER,
        "CheckLine": check_data._LINE,
        "CheckPolicy": check_data._POLICY,
        "CheckItem": check_data._ITEM,
        "CheckVariant": check_data._VARIANT,
        "CheckCourier": check_data._COURIER,
        "CheckRegion": check_data._REGION,
        "CheckPromotion": check_data._PROMOTION,
    }


def test_every_field_of_the_facts_is_in_the_words_of_the_api() -> None:
    told = set(re.findall(r"[a-z_]+", (ROOT / "docs" / "api.md").read_text("utf-8")))
    fields = {*check_data._FACTS, *check_data._ORDER, *check_data._LINE, *check_data._POLICY, *check_data._ITEM}
    fields |= {*check_data._COURIER, *check_data._REGION, *check_data._PROMOTION}
    assert fields - told == set()


def test_of_several_rows_a_problem_tells_which() -> None:
    with pytest.raises(BadInput) as refused:
        check_rows([{"id": "1", "text": "好"}, {"id": "2", "text": None}], lambda _: ())
    assert [p.where for p in refused.value.problems] == ["/1/text"]


def test_no_problem_tells_the_value_it_found() -> None:
    row = {"id": "1", "text": "好", "facts": {"order": {"receiver_phone": [13911112222], "paid_yuan": "13911112222元"}}}
    with pytest.raises(BadInput) as refused:
        check_rows([row], lambda _: ())
    assert "13911112222" not in str(refused.value)


def test_the_faults_of_one_row_carry_the_callers_place() -> None:
    assert [p.where for p in draft_faults({"id": "1", "text": 1}, "in.jsonl:4")] == ["in.jsonl:4 /text"]


def test_findings_come_out_in_the_order_of_the_rows() -> None:
    finding = Finding("gifts", "block", 0, 2, "为什么", "改好的")

    def check(statement: Statement) -> tuple[Finding, ...]:
        return (finding,) if statement.text == "坏的" else ()

    out = check_rows([{"id": "a", "text": "坏的"}, {"id": 2, "text": "好的"}], check)
    told = {"rule": "gifts", "severity": "block", "start": 0, "end": 2, "why": "为什么", "rewrite": "改好的"}
    assert out == [{"id": "a", "findings": [told]}, {"id": "2", "findings": []}]
