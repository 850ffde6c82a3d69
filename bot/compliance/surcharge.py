"""Red line 4: paying by credit card or cash on delivery costs the buyer nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from bot.compliance.parts.answers import answered
from bot.compliance.parts.examples import drafts, talk
from bot.compliance.parts.table import found, hit, in_order, row
from bot.compliance.parts.text import view, words
from bot.domain.reply import Hit, Statement

ID = "surcharge"
SOURCE = "platform rule on fees for ways of payment; red line 4"
INSTEAD = "信用卡和货到付款我们都不加收费用哦"

_WHY = "信用卡、货到付款等付款方式不能向买家加收费用。"
_CARD = r"(?:信用卡|刷卡|花呗(?!分期)|货到付款|货到再付|cod)"
_FEE = r"(?:手续费|服务费|刷卡费|代收费|通道费|费率)"
_SUM = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(?:元|块|%|个点|个百分点|点)"
_FREE = (
    r"(?:不|无需|不用|免|没有?|无|零|0)(?:需要?|会|另外?|额外|再|任何|用|收取?|加收|多收|要)*(?:您)?(?:加|收|付|补"
    r"|多)?(?:取)?(?:任何|一分)?"
    rf"(?:的)?(?:{_FEE}|费用|钱|额外)|免费"
    r"|(?:我们|店铺|店里|卖家|本店|商家)(?:来)?(?:承担|出|付)"
    r"|不(?:加收|另收|多收|收取?|用加)"
)

line = partial(row, why=_WHY, say=INSTEAD, unless=_FREE)
ROWS = (
    line(rf"{_CARD}[^。!?;\n]{{0,12}}?(?:{_FEE}|加收|另收|多收|加价|额外)"),
    line(
        rf"{_CARD}[^。!?;\n]{{0,12}}?(?:加|补|多付|多|收|扣|贵|要|出)(?:您)?(?:收|付|取|个)?{_SUM}",
        unless=rf"{_FREE}|顺丰|ems|立减|满",
    ),
    line(
        rf"{_FEE}(?:的话)?[^。!?;\n]{{0,8}}?(?:您|买家|亲|自己?|客户)(?:来|方|这边)?(?:承担|出|付|自理|负责|补)"
        rf"|{_FEE}(?:自理|自付|另算|另付|另外算|另计)"
    ),
    line(
        rf"(?:加|收|补|付|多|出|要)(?:您|取|收|付)?{_SUM}(?:的|作为|当)?{_FEE}"
        rf"|{_FEE}(?:是|为|:|要|收|大概|得)*{_SUM}"
    ),
    line(
        rf"(?:加收|另收|多收|补|收取?|要付|需要|加)(?:点|一?些|一点|个)?(?:的)?{_FEE}",
        unless=rf"{_FREE}|平台收取|花呗分期",
    ),
    line(
        rf"{_CARD}[^。!?;\n]{{0,10}}?(?:价格?(?:会|要|稍微?|略|有点|也|都|更)*高|贵|涨价|恢复原价|按原价|原价"
        r"|价格(?:不同|不一样|要高|高)|(?:不|没有?|不能|无法|没法)(?:能|再|享受|参加|给|您)*(?:优惠|打折|便宜|活动"
        r"|包邮)|不包邮)",
        unless="",
        refusable=False,
        say="用信用卡或货到付款，价格都是一样的哦",
    ),
)
_ASKED = words(
    rf"{_CARD}[^。?]{{0,10}}(?:{_FEE}|加钱|收费|另外|多收|加收|贵|额外|加价|费用)|{_FEE}[^。?]{{0,6}}{_CARD}"
)
_CORRECTED = words(r"不收|不加|不用|免|没有|承担")


def check(said: Statement) -> Iterable[Hit]:
    seen = view(said.text)
    hits = list(found(seen, ROWS))
    yes = answered(said, _ASKED, "yes", unless=_CORRECTED)
    if yes:
        hits.append(hit(seen, *yes, why=_WHY, say="亲，不用的，" + INSTEAD))
    return in_order(hits)


MUST_BLOCK = (
    *drafts(
        "亲，用信用卡付款要加收1%的手续费哦",
        "货到付款需要另外加10元服务费",
        "信用卡的话手续费您自己承担哈",
        "刷卡要多收您两个点的",
        "货到付款要补5块钱手续费的亲",
        "花呗付款我们要扣手续费，需要您补3元",
        "选信用卡支付会贵2元哦",
        "手续费是1%，由买家承担",
        "用信用卡就不能享受优惠了哦亲",
        "货到付款的订单恢复原价哈",
        "信用卡付款平台扣我们钱，所以要您多付一点手续费",
        "货到付款额外收取代收费8元",
        "您刷信用卡的话价格要高一些",
        "信用卡支付的亲需要补一下手续费",
        "货到付款不包邮的，要加运费",
        "手续费需要您这边出一下",
    ),
    *talk(("用信用卡付款要加手续费吗", "要的亲"), ("货到付款另外收费吗", "会的哦"), ("信用卡要不要手续费", "需要的亲")),
)
MUST_PASS = (
    *drafts(
        "信用卡付款不收手续费的哦",
        "可以用信用卡的亲，没有任何额外费用",
        "货到付款不用加钱的，您放心",
        "支持信用卡和花呗付款，价格一样的哦",
        "手续费由我们承担，您直接付款就行",
        "发顺丰需要补23元差价哦",
        "信用卡支付免手续费的亲",
        "花呗分期的手续费由平台收取，具体以付款页面显示为准",
        "货到付款的话您签收时付给快递员就可以",
        "用信用卡也能享受店铺优惠券哦",
        "我们不会加收任何费用的",
        "这个地区暂时不支持货到付款，您可以在线付款",
        "退货的运费由我们承担哦",
        "您用信用卡付款失败可以换花呗试试",
        "信用卡付款和其他方式同价，无需加价",
        "满199元立减20元，信用卡付款也可以用",
    ),
    *talk(
        ("用信用卡付款要加手续费吗", "不用的亲"),
        ("货到付款另外收费吗", "没有的哦，价格一样"),
        ("可以用信用卡吗", "可以的亲"),
    ),
)
