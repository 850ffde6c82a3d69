"""Makes the files of the demo shop: `python -m bot.demo_shop.make` writes `bot/demo_shop/files/*.csv`.

The same seed gives the same bytes. Change `source/*.toml`, `courses.py` or `orders.py`, run it, and commit both.
Times in the files are tokens (`tokens.py`), text is UTF-8 for readable diffs; `lay.py` gives real times and GBK.

Fixed cases, for tests and for showing the product. Each of these buyers has the order named here and no other;
they are orders …1001 to …1017 in this order:

| buyer | order |
|---|---|
| 晴天小筑 | one, paid 5 h ago, not shipped: 手工云片糕 200g, 桂花味, 2 pieces, to 黑龙江 哈尔滨 |
| 北方有雪 | one, shipped 48 h ago by 韵达 to 吉林 长春, last event 2 h ago at a transfer centre |
| 橘子汽水 | one, signed for 2 days ago: the return window is open |
| 慢慢来 | one, paid 60 h ago, not shipped: overdue |
| 风铃草 | one, made 2 h ago, unpaid |
| 海盐 | three open: unpaid (1 h), paid (20 h), shipped (40 h) |
| 老友记 | one, signed for 3 days ago, refund asked for and not yet agreed to (WAIT_SELLER_AGREE) |
| 青山在 | one, closed before payment |
| 木木 | one, done: confirmed 20 days ago |
| 小满 | one of two lines, the first shipped, the second not |
| 秋刀鱼 | one, shipped 5 days ago, last event 72 h ago: too old to tell |
| 沙枣花 | one to 新疆, where 韵达 does not go, shipped by EMS, last event 5 h ago |
| 格桑 | one to a village in 西藏, paid 8 h ago, not shipped |
| 冬瓜茶 | one, cash on delivery, signed for |
| 芒种前后 | one in a platform state that the product does not know |
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Literal

from bot.demo_shop import SEED, SHOP_NAME, courses, source
from bot.demo_shop.catalogue import Goods, load_goods
from bot.demo_shop.orders import Dealer, DemoOrder, Line, refunded_fen
from bot.demo_shop.terms import Terms, load_terms
from bot.demo_shop.tokens import day_ago, hours_ago

Rows = Iterable[Mapping[str, str]]


def build() -> dict[str, str]:
    """File name → text of every packaged file."""
    goods, terms, people, columns = load_goods(), load_terms(), source.read("people"), source.read("columns")
    orders = Dealer(goods, terms, people).orders()
    facts = list(dict.fromkeys(f"属性:{name}" for item in goods for name in item.facts))
    return {
        "catalogue.csv": _csv([*columns["catalogue"], *facts], _catalogue_rows(goods)),
        "size_charts.csv": _csv(columns["size_charts"], _chart_rows(goods, terms, columns["size_charts"])),
        "couriers.csv": _csv(columns["couriers"], _courier_rows(terms)),
        "promotions.csv": _csv(columns["promotions"], _promotion_rows(goods, terms)),
        "policies.csv": _csv(columns["policies"], ({"项目": n, "值": v} for n, v in terms.policies.items())),
        "shipments.csv": _csv(columns["shipments"], map(_shipment_row, (o for o in orders if o.reported))),
        "ExportOrderList.csv": _export(columns["order_list"], (_list_row(o, terms, people) for o in orders)),
        "ExportOrderDetailList.csv": _export(
            columns["order_details"],
            (_detail_row(o, place, line) for o in orders for place, line in enumerate(o.lines, start=1)),
        ),
    }


def write(folder: Path) -> None:
    for name, text in build().items():
        folder.joinpath(name).write_bytes(text.encode())


def _csv(columns: Sequence[str], rows: Rows, *, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=quoting)
    writer.writerow(columns)
    writer.writerows([row.get(column.strip(), "") for column in columns] for row in rows)
    return out.getvalue()


def _export(columns: Sequence[str], rows: Rows) -> str:
    return _csv(columns, rows, quoting=csv.QUOTE_ALL)  # as the platform does


def _catalogue_rows(goods: Sequence[Goods]) -> Rows:
    for item in goods:
        facts = {f"属性:{name}": value for name, value in item.facts.items()}
        for variant in item.variants:
            yield facts | {
                "商品编号": item.item_id,
                "标题": item.title,
                "简称": item.short,
                "行业": item.trade,
                "商家编码": item.merchant_code,
                "规格": variant.name,
                "规格编码": variant.sku,
                "价格": _yuan(variant.price_fen),
                "库存": variant.stock,
                "补货日期": variant.restock,
                "别名": item.words,
            }


def _chart_rows(goods: Sequence[Goods], terms: Terms, columns: Sequence[str]) -> Rows:
    for item in goods:
        sizes = {variant.name.split()[-1] for variant in item.variants if variant.name}
        for row in terms.charts.get(item.chart, ()):
            size, *bounds = row.split()
            if size in sizes:
                cells = [item.item_id, size, *("" if bound == "0" else bound for bound in bounds)]
                yield dict(zip(columns, cells, strict=False))  # charts leave out trailing empty columns


def _courier_rows(terms: Terms) -> Rows:
    for courier in terms.couriers:
        for region in courier.regions:
            yield {
                "快递": courier.name,
                "默认": _yes(courier.is_default),
                "差价": _yuan(courier.fee_fen),
                "地区": region.province,
                "最快天数": str(region.days_min),
                "最慢天数": str(region.days_max),
                "地区差价": "" if region.fee_fen is None else _yuan(region.fee_fen),
                "可达": _yes(region.reachable),
            }


def _promotion_rows(goods: Sequence[Goods], terms: Terms) -> Rows:
    item_ids = {item.code: item.item_id for item in goods}
    for row in terms.promotions:
        codes = row["商品编号"].split("、") if "商品编号" in row else []
        yield {**row, "商品编号": "、".join(item_ids[code] for code in codes)}


def _list_row(order: DemoOrder, terms: Terms, people: Mapping[str, list[str]]) -> dict[str, str]:
    course, buyer = order.course, order.buyer
    rng = Random(f"{SEED}:words:{order.number}")
    note, memo, title = (_sometimes(rng, people[key]) for key in ("buyer_notes", "memos", "invoice_titles"))
    sent = course.shipped is not None
    zeros = dict.fromkeys(("买家支付积分", "返点积分", "买家实际支付积分", "卖家服务费", "买家服务费"), "0")
    return zeros | {
        "订单编号": _formula(order.order_id),
        "买家会员名": buyer.nick,
        "买家支付宝账号": f"demo{buyer.phone[-4:]}@example.com",
        "买家应付货款": _yuan(order.due_fen),
        "买家应付邮费": _yuan(order.freight_fen),
        "总金额": _yuan(order.due_fen + order.freight_fen),
        "买家实际支付金额": _yuan(order.paid_fen),
        "订单状态": course.status,
        "买家留言": note or rng.choice(("", "null", "'null")),  # the platform writes nothing in all three ways
        "收货人姓名": buyer.name,
        "收货地址": buyer.address,
        "运送方式": "EMS" if order.courier.name == "EMS" else "快递",
        "联系电话": rng.choice(("", "'null")),
        "联系手机": f"'{buyer.phone}",
        "订单创建时间": _time(order, course.created),
        "订单付款时间": _time(order, course.paid),
        "宝贝标题": "，".join(line.goods.title for line in order.lines),
        "宝贝种类": str(len(order.lines)),
        "物流单号": rng.choice(("'", "'", "No:")) + order.tracking_no if sent else "",
        "物流公司": terms.platform_names[order.courier.name] if sent else "",
        "订单备注": memo,
        "宝贝总数量": str(sum(line.quantity for line in order.lines)),
        "店铺Id": "0",
        "店铺名称": SHOP_NAME,
        "订单关闭原因": course.closed_because or "订单未关闭",
        "发票抬头": title,
        "是否手机订单": rng.choice(("手机订单", "手机订单", "手机订单", "")),
        "退款金额": _yuan(order.refund_fen),
        "发货时间": _time(order, course.shipped),
        "确认收货时间": _time(order, course.confirmed),
        "打款商家金额": f"{_yuan(order.paid_fen - order.refund_fen if course.confirmed is not None else 0)}元",
    }


def _detail_row(order: DemoOrder, place: int, line: Line) -> dict[str, str]:
    # The platform numbers the lines only when there are several.
    line_id = order.order_id if len(order.lines) == 1 else f"{int(order.order_id) + place * 10**12}"
    return {
        "子订单编号": _formula(line_id),
        "主订单编号": _formula(order.order_id),
        "标题": line.goods.title,
        "价格": _yuan(line.variant.price_fen),
        "购买数量": str(line.quantity),
        "外部系统编号": line.variant.sku,
        "商品属性": line.variant.properties,
        "订单状态": line.status,
        "商家编码": line.goods.merchant_code,
        "买家应付货款": _yuan(line.due_fen),
        "买家实际支付金额": _yuan(line.due_fen if order.paid_fen else 0),
        "退款状态": line.refund,
        "退款金额": _yuan(refunded_fen(order.course, line)),
        "订单创建时间": _time(order, order.course.created),
        "订单付款时间": _time(order, order.course.paid),
    }


def _shipment_row(order: DemoOrder) -> dict[str, str]:
    return {
        "订单编号": order.order_id,
        "快递": order.courier.name,
        "运单号": order.tracking_no,
        "发货时间": _time(order, order.course.shipped),
        "签收时间": _time(order, order.course.signed),
        "最新动态": _event(order),
        "动态时间": _time(order, order.course.event),
    }


def _event(order: DemoOrder) -> str:
    """The courier's last words, by how far the parcel is."""
    course, city = order.course, order.buyer.city.removesuffix("市")
    rng = Random(f"{SEED}:event:{order.number}")
    if course.signed is not None:
        return rng.choice(("已签收，签收人：本人", "已签收，签收人：家人", "已签收，由驿站代收"))
    since_sent = (course.shipped or 0) - (course.event or 0)
    if since_sent < 12 * courses.HOUR_S and city != "杭州":
        return f"快件已从【杭州转运中心】发出，下一站【{city}转运中心】"
    if since_sent < 48 * courses.HOUR_S:
        return f"快件已到达【{city}转运中心】"
    return f"【{city}{order.buyer.district}网点】正在派件，请保持电话畅通"


def _time(order: DemoOrder, ago: int | None) -> str:
    if ago is None:
        return ""
    return day_ago(ago) if order.course.by_day else hours_ago(ago)


def _formula(number: str) -> str:
    return f'="{number}"'


def _sometimes(rng: Random, texts: Sequence[str]) -> str:
    return rng.choice(texts) if rng.random() < 0.15 else ""


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _yes(value: bool) -> str:
    return "是" if value else "否"


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("files"))
