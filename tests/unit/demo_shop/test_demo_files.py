from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.demo_shop import catalogue, make, source, terms
from bot.demo_shop.orders import Dealer
from bot.domain.order import Order

Row = dict[str, str]
PACKAGED = Path(make.__file__).with_name("files")
ABSOLUTE = re.compile(r"最|第一|100%|百分百|国家级|顶级|极品|绝对|永久|独家|首选|全网|冠军|治疗|疗效|杀菌")


def test_the_packaged_files_are_what_the_seed_gives(tmp_path: Path) -> None:
    make.write(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    packaged = {path.name: path.read_bytes() for path in PACKAGED.iterdir()}
    assert made.keys() == packaged.keys()
    assert [name for name in made if made[name] != packaged[name]] == []


def test_one_more_item_on_sale_leaves_the_fixed_cases_as_they_are() -> None:
    goods, people = catalogue.load_goods(), source.read("people")
    fewer = [item for item in goods if item.code != "E07"]
    full, less = (Dealer(some, terms.load_terms(), people).orders() for some in (goods, fewer))
    fixed = [{o.order_id: o for o in orders if o.number < 2000} for orders in (full, less)]
    assert len(fixed[0]) == 17
    assert fixed[0] == fixed[1]


def test_there_is_enough_of_everything(tables: dict[str, list[Row]], orders: list[Order]) -> None:
    assert len({row["商品编号"] for row in tables["catalogue.csv"]}) >= 45
    assert len({row["行业"] for row in tables["catalogue.csv"]}) == 6
    assert len(orders) >= 320
    assert len({order.order_id for order in orders}) == len(orders)
    assert len({order.buyer for order in orders}) >= 250


def test_every_item_has_eight_facts_and_words_for_it(tables: dict[str, list[Row]]) -> None:
    for row in tables["catalogue.csv"]:
        facts = [name for name, value in row.items() if name.startswith("属性:") and value]
        assert len(facts) >= 8, row["标题"]
        assert row["别名"] and row["简称"] and row["价格"] != "0.00"
    assert len(tables["catalogue.csv"][0]) <= 200  # what an import takes


def test_stock_is_told_in_every_way(tables: dict[str, list[Row]]) -> None:
    rows = tables["catalogue.csv"]
    assert any(row["库存"] == "0" and re.fullmatch(r"2026-1[12]-\d\d", row["补货日期"]) for row in rows)
    assert any(row["库存"] == "0" and not row["补货日期"] for row in rows)
    assert any(row["库存"] in ("1", "2", "3") for row in rows)
    assert all(row["库存"] == "0" for row in rows if row["补货日期"])


def test_nothing_on_sale_makes_an_absolute_claim(tables: dict[str, list[Row]]) -> None:
    said = [text for name in ("catalogue.csv", "promotions.csv") for row in tables[name] for text in row.values()]
    assert [text for text in said if ABSOLUTE.search(text)] == []


def test_every_size_on_sale_is_in_its_chart(tables: dict[str, list[Row]]) -> None:
    charts = {(row["商品编号"], row["尺码"]) for row in tables["size_charts.csv"]}
    worn = [row for row in tables["catalogue.csv"] if row["行业"] in ("服装", "鞋靴")]
    assert {(row["商品编号"], row["规格"].split()[-1]) for row in worn} == charts


def test_a_weight_fits_one_size_of_an_item(tables: dict[str, list[Row]]) -> None:
    weights: dict[str, list[tuple[int, int]]] = {}
    for row in tables["size_charts.csv"]:
        if row["体重下限"] and not row["月龄下限"]:
            weights.setdefault(row["商品编号"], []).append((int(row["体重下限"]), int(row["体重上限"])))
    for bounds in weights.values():
        assert all(low <= high for low, high in bounds)
        assert all(high < low for (_, high), (low, _) in itertools.pairwise(bounds))


def test_order_lines_meet_the_catalogue(tables: dict[str, list[Row]]) -> None:
    known = {(row["商家编码"], row["规格编码"], row["标题"], row["价格"]) for row in tables["catalogue.csv"]}
    lines = tables["ExportOrderDetailList.csv"]
    assert {(row["商家编码"], row["外部系统编号"], row["标题"], row["价格"]) for row in lines} <= known


def test_only_ems_goes_where_the_default_courier_does_not() -> None:
    shop = terms.load_terms()
    assert [shop.default_to(p).name for p in ("浙江省", "新疆维吾尔自治区", "西藏自治区")] == ["韵达", "EMS", "EMS"]
    assert shop.courier("EMS").fee_to("西藏自治区") == 0
    assert (shop.courier("顺丰").fee_to("浙江省"), shop.courier("EMS").fee_to("浙江省")) == (2300, 1000)
    assert all(courier.region("*") for courier in shop.couriers)


def test_money_of_an_order_is_the_sum_of_its_lines(tables: dict[str, list[Row]]) -> None:
    due: Counter[str] = Counter()
    for row in tables["ExportOrderDetailList.csv"]:
        due[row["主订单编号"]] += catalogue.fen(row["买家应付货款"])
    for row in tables["ExportOrderList.csv"]:
        assert catalogue.fen(row["买家应付货款"]) == due[row["订单编号"]] > 0
        freight = catalogue.fen(row["买家应付邮费"])
        assert catalogue.fen(row["买家实际支付金额"]) in (0, due[row["订单编号"]] + freight)


def test_what_buyers_pay_follows_the_running_promotions(tables: dict[str, list[Row]]) -> None:
    full: Counter[str] = Counter()
    for row in tables["ExportOrderDetailList.csv"]:
        full[row["主订单编号"]] += catalogue.fen(row["价格"]) * int(row["购买数量"])
    rows = [row for row in tables["ExportOrderList.csv"] if row["订单创建时间"] > "2026-10-23"]
    large = [
        full[row["订单编号"]] - catalogue.fen(row["买家应付货款"]) for row in rows if full[row["订单编号"]] >= 25000
    ]
    assert len(large) > 20
    assert set(large) <= {2000, 2500}  # 满199元减20元, with or without the coupon of 5 yuan


@pytest.mark.parametrize("column", ["买家留言", "订单备注", "发票抬头"])
def test_some_orders_carry_words(tables: dict[str, list[Row]], column: str) -> None:
    written = [row for row in tables["ExportOrderList.csv"] if row[column] not in ("", "null", "'null")]
    assert 20 <= len(written) <= 100


def test_nobody_in_the_files_can_be_called(tables: dict[str, list[Row]]) -> None:
    rows = tables["ExportOrderList.csv"]
    assert all(re.fullmatch(r"'1380000\d{4}", row["联系手机"]) for row in rows)
    assert all(row["买家支付宝账号"].endswith("@example.com") for row in rows)
