from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import cast

import pytest

from bot.domain.order import Shipment
from bot.domain.shop import Courier, CourierRegion, Item, Policy, Promotion, PromotionKind, SizeRow, Variant
from bot.errors import BadInput, ImportRejected
from bot.orders.couriers import PROVINCES
from bot.orders.policies import SETTINGS
from bot.orders.recognise import formats
from bot.ports import PolicySetting, ShipmentRow, SizeChart
from intents import places
from tests.seller_files import ORDER_ID, parse, table, xlsx_bytes

CATALOGUE = """
    商品编号,标题,简称,行业,商家编码,规格,规格编码,价格,库存,补货日期,别名,属性:材质,属性:保修
    A1,亲肤纯棉短袖T恤,纯棉T恤,服饰,TX,红色 M,TX-RM,59.00,3,,短袖、T恤,纯棉,
    A1,,,,,红色 L,TX-RL,59.00,0,2026-12-01,,,
    A2,迷你加湿器,,家电,JSQ,,,129,,,,,12个月
"""


def where(data: bytes, name: str) -> list[str]:
    with pytest.raises(ImportRejected) as caught:
        parse(name, data)
    return [problem.where.removeprefix(f"{name}:") for problem in caught.value.problems]


def test_a_catalogue_gathers_the_variants_of_an_item() -> None:
    first, second = cast(list[Item], parse("catalogue.csv", table(CATALOGUE)).rows)
    assert first.variants == (
        Variant(name="红色 M", sku="TX-RM", price_fen=5900, stock=3),
        Variant(name="红色 L", sku="TX-RL", price_fen=5900, stock=0, restock_on=date(2026, 12, 1)),
    )
    assert (first.words, dict(first.facts), first.merchant_code) == (("短袖", "T恤"), {"材质": "纯棉"}, "TX")
    assert (second.stock, second.price_fen, dict(second.facts)) == (None, 12900, {"保修": "12个月"})


def test_an_items_rows_must_agree() -> None:
    data = table("商品编号,标题,价格,规格,属性:材质\nA1,T恤,59,M,纯棉\nA1,衬衫,59,L,涤纶\nA1,T恤,60,M,")
    assert where(data, "catalogue.csv") == ["3 标题", "3 属性:材质", "4 规格"]


def test_every_bad_cell_of_a_catalogue_is_told() -> None:
    data = table("商品编号,标题,价格,库存,补货日期\n,T恤,59,,\nA2,T恤,,很多,\nA3,,5,-1,明天")
    found = ["2 商品编号", "3 价格", "3 库存", "4 库存", "4 补货日期", "4 标题"]
    assert sorted(where(data, "catalogue.csv")) == sorted(found)


def test_a_catalogue_without_rows_is_refused_because_it_would_empty_the_shop() -> None:
    with pytest.raises(ImportRejected, match="清空"):
        parse("catalogue.csv", table("商品编号,标题,价格"))


def test_a_size_chart_is_read_by_item() -> None:
    data = table("商品编号,尺码,身高下限,身高上限,体重下限,体重上限\nA1,M,155,165,90,110\nA1,L,165,175,,")
    (chart,) = cast(list[SizeChart], parse("sizes.csv", data).rows)
    assert chart.rows == (
        SizeRow(size="M", height_cm=(155, 165), weight_jin=(90, 110)),
        SizeRow(size="L", height_cm=(165, 175)),
    )


def test_a_size_needs_both_bounds_in_order_and_one_measure_at_least() -> None:
    data = table("商品编号,尺码,身高下限,身高上限\nA1,S,150,\nA1,M,165,155\nA1,L,,")
    assert where(data, "size_charts.csv") == ["2 身高上限", "2 尺码", "3 身高下限", "4 尺码"]


def test_couriers_gather_their_regions() -> None:
    data = table(
        """快递,默认,差价,地区,最快天数,最慢天数,地区差价,可达
        韵达,是,,*,3,3,,是
        韵达,,,西藏,,,,否
        顺丰,否,23,,1,2,,
        顺丰,,23,黑龙江,2,3,25.5,"""
    )
    assert parse("couriers.csv", data).rows == [
        Courier(
            name="韵达",
            is_default=True,
            regions=(
                CourierRegion(province="*", days_min=3, days_max=3),
                CourierRegion(province="西藏", days_min=0, days_max=0, reachable=False),
            ),
        ),
        Courier(
            name="顺丰",
            fee_fen=2300,
            regions=(
                CourierRegion(province="*", days_min=1, days_max=2),
                CourierRegion(province="黑龙江", days_min=2, days_max=3, fee_fen=2550),
            ),
        ),
    ]


def test_couriers_that_contradict_themselves_are_refused() -> None:
    data = table(
        """快递,默认,差价,地区,最快天数,最慢天数
        韵达,是,0,*,3,2
        韵达,,5,西藏,,
        顺丰,是,23,*,1,2
        顺丰,,,*,1,3"""
    )
    assert sorted(where(data, "couriers.csv")) == [
        "2 最快天数",
        "3 差价",
        "3 最快天数",
        "3 最慢天数",
        "4 默认",
        "5 地区",
    ]


def test_a_shop_without_a_default_courier_is_told_so() -> None:
    assert any("默认" in note for note in parse("couriers.csv", table("快递,最快天数,最慢天数\n韵达,2,3")).notes)


def test_promotions_are_read_with_their_times() -> None:
    data = table(
        """活动编号,类型,名称,规则,门槛,减免,开始,结束,商品编号,领取方式
        P1,满减,双旦,满199元减20元,199,20,2026-11-20 00:00:00,2026-11-30,A1、A2,自动
        P2,赠品,随单,满2件送试吃,,,,,,"""
    )
    first, second = cast(list[Promotion], parse("promotions.csv", data).rows)
    assert (first.kind, first.threshold_fen, first.off_fen) == (PromotionKind.FULL_REDUCTION, 19900, 2000)
    assert (first.item_ids, first.how) == (("A1", "A2"), "自动")
    assert first.starts_at == datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert first.runs(datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    assert not first.runs(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))
    assert (second.kind, second.starts_at, second.ends_at, second.item_ids) == (PromotionKind.GIFT, None, None, ())


def test_wrong_promotions_are_told() -> None:
    data = table(
        """活动编号,类型,名称,规则,开始,结束
        P1,抽奖,a,b,,
        P1,满减,a,b,2026-11-30,2026-11-01 10:00
        ,满减,,b,,"""
    )
    assert sorted(where(data, "promotions.csv")) == ["2 类型", "3 活动编号", "3 结束", "4 名称", "4 活动编号"]


def test_policies_become_typed_settings() -> None:
    data = table(
        """项目,值
        发货时限小时,24
        当天截单,16:00
        包邮,否
        运费,8
        满额包邮,39.9
        货到付款,是
        发票寄出日,25日
        客服时间,9:00-22:00
        数据时效小时,12小时"""
    )
    settings = cast(list[PolicySetting], parse("policies.csv", data).rows)
    policy = Policy(**{setting.name: setting.value for setting in settings})  # type: ignore[arg-type]
    assert (policy.ship_within_hours, policy.same_day_cutoff, policy.free_shipping) == (24, "16:00", False)
    assert (policy.freight_fen, policy.free_shipping_from_fen, policy.cash_on_delivery) == (800, 3990, True)
    assert (policy.invoice_day, policy.freshness_hours) == (25, 12)


def test_an_unknown_policy_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ImportRejected, match=r"不认识「发货时间」.*发货时限小时.*数据时效小时"):
        parse("policies.csv", table("项目,值\n发货时间,24"))


def test_every_policy_has_a_name_in_the_table() -> None:
    assert {field for field, _ in SETTINGS.values()} == {field.name for field in fields(Policy)}


@pytest.mark.parametrize(
    "row", ["包邮,也许", "运费,八块", "当天截单,25:00", "发票寄出日,32", "退换天数,七", "数据时效小时,0", "运费,"]
)
def test_a_policy_with_a_wrong_value_is_refused(row: str) -> None:
    assert where(table(f"项目,值\n{row}"), "policies.csv") == ["2 值"]


def test_shipments_tell_of_parcels() -> None:
    data = table(
        f"""订单编号,快递,运单号,发货时间,签收时间,最新动态,动态时间
        ="{ORDER_ID}",韵达,No:YD1,2026-11-20 10:00:00,,到达哈尔滨转运中心,2026/11/22 9:00"""
    )
    (row,) = cast(list[ShipmentRow], parse("shipments.csv", data).rows)
    assert row.order_id == ORDER_ID
    assert row.shipment == Shipment(
        courier="韵达",
        tracking_no="YD1",
        shipped_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
        last_event="到达哈尔滨转运中心",
        last_event_at=datetime(2026, 11, 22, 1, tzinfo=UTC),
    )


def test_shipments_signed_before_they_left_are_refused() -> None:
    data = table(f"订单编号,快递,运单号,发货时间,签收时间\n{ORDER_ID},韵达,,2026-11-20 10:00,2026-11-19 10:00")
    assert where(data, "shipments.csv") == ["2 签收时间", "2 运单号"]


def test_a_table_is_known_by_its_columns_whatever_its_name() -> None:
    assert parse("随便.csv", table(CATALOGUE)).kind == "catalogue"


def test_a_table_that_misses_a_column_is_known_by_its_name() -> None:
    with pytest.raises(ImportRejected, match="缺少列：最慢天数"):
        parse("couriers-2026.csv", table("快递,最快天数\n韵达,2"))


def test_the_kind_can_be_told() -> None:
    with pytest.raises(ImportRejected, match="缺少列：商品编号"):
        parse("x.csv", table("快递,最快天数,最慢天数\n韵达,2,3"), kind="catalogue")


def test_an_unknown_kind_is_told_the_known_ones() -> None:
    with pytest.raises(BadInput, match="order_list"):
        parse("x.csv", table(CATALOGUE), kind="katalog")


def test_every_kind_of_table_has_its_format() -> None:
    assert {form.kind for form in formats()} == {
        "order_list",
        "order_lines",
        "shipments",
        "catalogue",
        "size_charts",
        "couriers",
        "promotions",
        "policies",
    }


def test_a_spreadsheet_keeps_numbers_days_and_yes_or_no() -> None:
    rows: list[list[object]] = [
        ["商品编号", "标题", "价格", "库存", "补货日期"],
        [1001, "云片糕", 12.5, 3, datetime(2026, 12, 1)],
        ["A2", "桂花糕", 9, None, None],
    ]
    first, second = cast(list[Item], parse("catalogue.xlsx", xlsx_bytes(rows)).rows)
    assert first.item_id == "1001"
    assert first.variants == (Variant(name="", price_fen=1250, stock=3, restock_on=date(2026, 12, 1)),)
    assert second.variants == (Variant(name="", price_fen=900),)


def test_the_first_sheet_is_read_below_empty_rows() -> None:
    rows: list[list[object]] = [[None], ["项目", "值", None], [None, None], ["包邮", True, None]]
    assert parse("policies.xlsx", xlsx_bytes(rows)).rows == [PolicySetting(name="free_shipping", value=True)]


@pytest.mark.parametrize("region", ["火星", "浙", "浙江、上海", "杭州", "全国"])
def test_a_region_that_is_no_province_is_told_with_some_that_are(region: str) -> None:
    with pytest.raises(ImportRejected) as told:
        parse("couriers.csv", table(f"快递,地区,最快天数,最慢天数\n韵达,*,2,3\n韵达,{region},2,3\n"))
    [problem] = told.value.problems
    assert problem.where == "couriers.csv:3 地区"
    assert "北京、天津" in problem.message and "34" in problem.message


@pytest.mark.parametrize(
    "region", ["浙江", "浙江省", "北京市", "内蒙古", "新疆维吾尔自治区", "香港特别行政区", "*", ""]
)
def test_a_province_may_be_written_short_or_whole(region: str) -> None:
    [courier] = parse("couriers.csv", table(f"快递,地区,最快天数,最慢天数\n韵达,{region},2,3\n")).rows
    assert courier.regions[0].province == (region or "*")  # type: ignore[attr-defined]


def test_the_provinces_are_those_that_are_understood() -> None:
    assert set(PROVINCES) == {place.province for place in places().values() if place.province}
