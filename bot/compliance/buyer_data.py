"""Red line 9: an order's name, phone, address and content are told to its own account only, and it ships to its own address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from bot.compliance.parts.answers import answered
from bot.compliance.parts.examples import about, drafts, order_of, talk
from bot.compliance.parts.ship_to import SHIP_TO, sent_elsewhere
from bot.compliance.parts.table import found, hit, in_order, row
from bot.compliance.parts.text import View, view, words
from bot.domain.order import Order, PlatformStatus
from bot.domain.reply import Hit, Severity, Statement

ID = "buyer_data"
SOURCE = "personal information protection law; platform rule on buyers' data; red line 9"
INSTEAD = "为了保护买家隐私，订单信息只能在核对下单账号后告知本人哦，麻烦您用下单的账号联系我们"

_STRANGER = "询问的账号不是下单账号，不能透露或确认订单的任何信息。"
_FOREIGN = "这不是该订单的信息，可能泄露其他买家的隐私。"

_THIRD = "替别人查询订单信息，容易被冒用身份套取隐私。"
_CHECK_IT = "相关信息请您以订单详情里显示的为准核对一下哦"


_OTHERS = (
    r"(?:朋友|老公|老婆|先生|太太|男友|女友|对象|弟弟?|哥哥?|姐姐?|妹妹?|妈妈?|爸爸?|母亲|父亲|同事|同学|室友|家人"
    r"|亲戚|儿子|女儿|别人|其他人|他人|他|她|人家|前男友|前女友|闺蜜|领导|老板娘)"
)
_ACCOUNT = r"(?:另(?:外)?一个|别的|其他|小|大)(?:的)?(?:账?号|帐号|旺旺)"
_DATA = r"(?:地址|电话|手机号?|收[货件]人|姓名|名字|收货信息|联系方式|订单信息|订单号|住址)"
_REFUSES = r"(?:不(?:能|可以|便|方便|会|得|允许)|无法|没法|没办法|为了?保护|隐私|本人|下单(?:的)?账号|核实身份|保密)"

line = partial(row, say=INSTEAD)
ROWS = (
    line(
        rf"{_OTHERS}(?:的|那个|那边|买的|拍的|下的)*(?:订单|单子|号|账号)?(?:的)?(?:收货)?{_DATA}(?:就|应该|写的|填的"
        r"|留的|是)*(?:是|为|:)(?!不|否|什么|谁|怎)",
        why=_THIRD,
        unless=_REFUSES,
    ),
    line(
        r"(?:帮您|给您|为您|可以|能|好的)[^。!?;\n]{0,6}?(?:查|看|告诉|发|报|说|提供|透露)(?:一下|下|给您|您"
        rf"|到)*[^。!?;,\n]{{0,4}}?(?:{_OTHERS}|{_ACCOUNT})(?:的|买的|拍的|下的)*(?:订单"
        rf"|单子)?[^。!?;,\n]{{0,6}}?(?:{_DATA}|订单|买了什么|物流|信息)",
        why=_THIRD,
        unless=rf"{_REFUSES}(?!报)|让(?:{_OTHERS})|请(?:{_OTHERS})|(?:{_OTHERS})(?:自己|本人)",
    ),
    line(
        r"(?:上一个|前一个|别的|其他|另一个|另外一个|隔壁|刚才那)(?:位)?(?:买家|客户|顾客|亲)(?:的|也|叫|住|买|电话"
        rf"|地址|是|姓)[^。!?;\n]{{0,8}}?(?:{_DATA}|叫|住在?|姓)",
        why=_FOREIGN,
        unless=_REFUSES,
    ),
)
_PHONE = re.compile(r"(?<![\d-])(?:\+?86-?)?(1[3-9]\d)[ -]?(\d{4}|\*{4}|x{4})[ -]?(\d{4})(?!\d)")
_ORDER_NO = re.compile(
    r"(?:订单(?:编)?号?|(?<![运递流])单号为?|交易号)(?:尾号|后四位)?(?:是|为|:)?(\d{10,20})(?!\d)"
    r"|(?<!\d)(\d{16,20})(?!\d)"
)
_NAME = re.compile(
    r"(?:收[货件]人(?:姓名)?|姓名|名字)(?:是|为|:|叫|写的是"
    r"|填的是)+(?:的)?([\u4e00-\u9fff]{1,4}?\*{0,2})(?=[,。、!?;~\d的哦呢吗对电手地]|$)"
)
_NOT_A_BUYERS = words(
    r"快递|派件|配送|网点|驿站|客服|热线|退货地址|寄回|退回|仓库"
    r"|售后地址|退货|寄件|发货地|菜鸟|平台|维修|门店|官方|师傅"
)
_TELLS = words(
    r"(?:订单|包裹|快递|宝贝|货|这单|东西|商品)?(?:已经?|还(?:没|未)|尚未|刚刚?|今天|昨天|前天)(?:给您|帮您|有"
    r"|被)?(?:发货|发出|寄出|付款|签收|揽收|退款|到了?|派送|下单|收到|付过款|付好)(?!的话|后|吗)"
    r"|(?:在|正在)(?:派送|运输|途中|路上|配送)"
    r"|(?:买|拍|下单)(?:了|的)(?:是)?(?:\d+|[一两三])?(?:件|个|份|盒|条)"
    r"|派送中|运输中|待发货|待付款|待收货|交易成功|单号是"
)
_ASKED = words(
    rf"{_DATA}|收件|寄到|哪里|买的?什么|买了|是不是|对吗|发货|到哪"
    rf"|订单|单号|物流|付款|签收|帮我(?:查|看)|{_OTHERS}"
)
_CLAIMS_OTHER = words(
    rf"(?:我)?{_OTHERS}(?:的)?(?:号|账号|旺旺|订单|买的|拍的|下的单)"
    rf"|{_ACCOUNT}|(?:用|拿)(?:的)?{_OTHERS}(?:的)?(?:号|账号|手机)"
    rf"|帮{_OTHERS}(?:问|查|看)"
)
_ASKS_DATA = words(rf"{_DATA}|买(?:的|了)?什么|订单|到哪|发货|寄(?:到|给)")
_CORRECTED = words(rf"{_REFUSES}|本人|让(?:他|她)")


def check(said: Statement) -> Iterable[Hit]:
    seen = view(said.text)
    hits = [*found(seen, (*ROWS, *SHIP_TO)), *_short_answers(said, seen)]
    order = said.order
    if order is not None and said.asking_buyer is not None and said.asking_buyer != order.buyer:
        hits.extend(_told_to_a_stranger(said, seen, order))
    else:
        hits.extend(_of_another_order(said, seen, order))
        hits.extend(sent_elsewhere(said, seen))
    return in_order(hits)


def _short_answers(said: Statement, seen: View) -> Iterator[Hit]:
    """A bare yes that confirms an order's data to a stranger."""
    asked = view(said.buyer_said).plain
    strange = said.order is not None and said.asking_buyer is not None and said.asking_buyer != said.order.buyer
    if strange or (_CLAIMS_OTHER.search(asked) and _ASKS_DATA.search(asked)):
        yes = answered(said, _ASKED, "yes", unless=_CORRECTED)
        if yes:
            yield hit(seen, *yes, why=_STRANGER, say="不好意思亲，" + INSTEAD)


def _told_to_a_stranger(said: Statement, seen: View, order: Order) -> Iterator[Hit]:
    """Every field of the order that the words name."""
    plain = seen.plain
    asked = view(said.buyer_said).plain
    for value in _values(order):
        at = plain.find(value)
        if at >= 0 and not (value.isdigit() and value in asked) and not _only_named(value, order, asked):
            yield hit(seen, at, at + len(value), why=_STRANGER, say=INSTEAD)
    for match in _PHONE.finditer(plain):
        if not _NOT_A_BUYERS.search(seen.sentence(*match.span())):
            yield hit(seen, *match.span(), why=_STRANGER, say=INSTEAD)
    for match in _TELLS.finditer(plain):
        if not re.search(r"如果|若|要是|本人|一般|都是", seen.sentence(*match.span())):
            yield hit(seen, *match.span(), why=_STRANGER, say=INSTEAD)


def _values(order: Order) -> Iterator[str]:
    """What of an order may be written in a reply, made plain."""
    receiver = order.receiver
    yield order.order_id
    if len(order.order_id) > 6:
        yield f"尾号{order.order_id[-4:]}"
    for number in (order.tracking_no, order.shipment.tracking_no if order.shipment else ""):
        if number:
            yield number.lower()
    if receiver is not None:
        yield from (view(v).plain for v in (receiver.name,) if len(v) > 1)
        yield from (f"尾号{receiver.phone[-4:]}",) if len(receiver.phone) >= 4 else ()
        yield from (view(part).plain for part in receiver.address.split() if len(part) > 2)
    for one in order.lines:
        if one.title:
            yield view(one.title).plain


def _only_named(value: str, order: Order, asked: str) -> bool:
    """A product title that the buyer named first tells nothing of the order."""
    return value in asked and any(view(one.title).plain == value for one in order.lines)


def _of_another_order(said: Statement, seen: View, order: Order | None) -> Iterator[Hit]:
    """Phones, names and order numbers that are not this order's; without an order a full phone is only warned of."""
    plain, asked = seen.plain, view(said.buyer_said).plain
    own = order.receiver.phone if order is not None and order.receiver is not None else ""
    for match in _PHONE.finditer(plain):
        start, _, tail = match.groups()
        known = "".join(match.groups()) in asked.replace(" ", "").replace("-", "")
        if known or _NOT_A_BUYERS.search(seen.sentence(*match.span())):
            continue
        if not own and match[2].isdigit():
            severity: Severity = "block" if _CLAIMS_OTHER.search(asked) else "warn"
            yield hit(seen, *match.span(), why=_FOREIGN, say=_CHECK_IT, severity=severity)
        elif own and not (own.startswith(start) and own.endswith(tail) and match[2] in (own[3:7], "****", "xxxx")):
            yield hit(seen, *match.span(), why=_FOREIGN, say=_CHECK_IT)
    if order is None:
        return
    numbers = {order.order_id, order.tracking_no, order.shipment.tracking_no if order.shipment else ""}
    for match in _ORDER_NO.finditer(plain):
        digits = match[1] or match[2]
        if digits not in numbers and digits not in asked:
            yield hit(seen, *match.span(), why=_FOREIGN, say=_CHECK_IT)
    name = order.receiver.name if order.receiver is not None else ""
    for match in _NAME.finditer(plain):
        if _NOT_A_BUYERS.search(seen.sentence(*match.span())):
            continue
        if name and match[1] not in asked and not _same_name(match[1], view(name).plain):
            yield hit(seen, *match.span(), why=_FOREIGN, say=_CHECK_IT)


def _same_name(told: str, own: str) -> bool:
    """`林晚晴`, `林**`, `林女士`, `本人`."""
    return (
        told == own
        or told in ("您", "您本人", "本人", "空", "空的")
        or (told[:1] == own[:1] and told[1:] in ("*", "**", "女士", "先生", "小姐"))
    )


_PAID = order_of(PlatformStatus.WAIT_SELLER_SEND_GOODS)
_SENT = order_of(PlatformStatus.WAIT_BUYER_CONFIRM_GOODS)

MUST_BLOCK = (
    *about(
        _SENT,
        "收件人是林晚晴，地址是黑龙江省哈尔滨市南岗区花园街18号3单元502室",
        "电话是13800006688，没错的",
        "您的包裹已经发货了，单号4312200001234",
        "收货电话138****6688对的",
        "这单买的是手工云片糕 200g哦",
        "订单尾号3333的包裹正在派送中",
        asking="路人甲",
    ),
    *about(_SENT, "是的亲", buyer_said="这是我弟弟的号买的，收件人是林晚晴对吗", asking="路人甲"),
    *about(_PAID, "已经付款了，还没发货呢", buyer_said="帮我看下我老婆的订单", asking="路人甲"),
    *about(
        _PAID,
        "您的收货电话是13911112222对吗",
        "订单号2711000099998888777的已经安排了",
        "收件人：张大伟，请核对",
        "好的，给您发到杭州市西湖区文三路90号",
        "已经改成上海市浦东新区世纪大道100号了哦",
        "留的电话是139****1234吧",
    ),
    *about(_PAID, "可以的亲", buyer_said="帮我寄到公司地址行吗"),
    *drafts(
        "您朋友的收货地址是南京市鼓楼区中山路1号",
        "好的，帮您查一下您老公的订单信息",
        "可以的，给您寄到新地址，您把地址发我",
        "上一个买家的电话是13700001111",
    ),
    *talk(("我用另一个号拍的，帮我看看地址是不是北京朝阳", "是的亲"), ("帮我查下我女朋友的订单地址", "好的亲，您稍等")),
)
MUST_PASS = (
    *about(
        _SENT,
        "抱歉亲，为了保护买家隐私，订单信息只能告诉下单账号本人哦",
        "麻烦您用下单的账号联系我们查询",
        "不好意思，这边无法为您查询其他账号的订单",
        "一般48小时内发货的哦",
        asking="路人甲",
    ),
    *about(
        _PAID,
        "收件人林晚晴，电话138****6688，请您核对一下",
        "亲，地址是黑龙江省哈尔滨市南岗区花园街18号3单元502室对吗",
        "您的手机号13800006688没有填错哦",
        "订单号2711000011112222333已经付款了",
        "收件人：林**，电话尾号6688",
        "新地址麻烦您在订单里修改一下，我们按订单地址发货",
        "您可以在订单上把地址改成上海市浦东新区世纪大道100号",
        "退货地址：杭州市余杭区良渚路8号，收件人：售后部，电话13512345678",
        "派件员电话是13600001111，您可以联系他",
        "好的，给您发到哈尔滨市南岗区花园街18号",
    ),
    *about(_PAID, "不可以的哦，要您在订单里修改地址", buyer_said="帮我寄到公司地址行吗"),
    *about(_PAID, "好的亲，已经收到您的电话13911112222，稍后人工核实", buyer_said="电话改成13911112222"),
    *drafts(
        "您朋友的订单需要他本人联系我们查询哦",
        "亲请核对一下收货地址哦",
        "您的地址在订单详情里可以修改的",
        "发货前可以修改收货地址的亲",
    ),
    *talk(
        ("我用另一个号拍的，帮我看看地址", "抱歉亲，需要下单账号本人查询哦"),
        ("可以改地址吗", "可以的亲，在订单里修改就好"),
    ),
)
