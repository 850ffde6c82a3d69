"""Red line 14: no date, price, compensation, stock or state that the order, the stock or the policy does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.compliance.parts.amounts import NUMBER, spans
from bot.compliance.parts.answers import answered
from bot.compliance.parts.claims import states
from bot.compliance.parts.deadlines import arrivals, terms
from bot.compliance.parts.examples import about, drafts, order_of, talk
from bot.compliance.parts.offers import prices, stocks, sums
from bot.compliance.parts.table import found, hit, in_order, row
from bot.compliance.parts.text import View, negated, view, words
from bot.compliance.parts.when import DAY
from bot.domain.order import PlatformStatus, RefundStage
from bot.domain.reply import Hit, Statement

ID = "promises"
SOURCE = "consumer law on what was promised; red line 14"
INSTEAD = "具体情况请以订单和商品页面显示的为准哦，有变化我们会及时告诉您"

_VOWED = "不能对发货、到货、退款的时间打包票，做不到就是违背承诺。"
_SOON = "我们会尽快为您安排，时间请以物流实际更新为准哦"
_VOW = (
    r"(?:一定|保证|肯定|绝对|百分百|百分之百|100%|必定|必须|铁定|妥妥|打包票|担保|承诺|确保|必(?=[发到达])"
    r"|包(?=(?:您|你)?(?:[今明后]|\d|[一两三四五])))"
)
_BY = (
    rf"(?:{DAY}|{NUMBER}(?:天|日|个?小时)(?:之?内|以内)?"
    r"|(?:春节|过年|年|节日?|周末|月底|生日|端午|中秋|元旦|国庆|七夕|开学|婚礼|考试|双十?一|双11)(?:之)?前|准时"
    r"|按时|准点)"
)
_DO = (
    r"(?:发货|发出|发走|寄出|发(?=$|[,。!~的哦呢哈了亲])|送?到(?!时|底|位|期)|到货|送达|收到|拿到|签收|到账|退款"
    r"|退(?:给|回)|补货|补发|有货|揽收)"
)
_GAP = r"[^。!?;\n]{0,6}?"

VOWS = (
    row(
        rf"{_VOW}{_GAP}{_BY}{_GAP}{_DO}|{_BY}{_GAP}{_VOW}{_GAP}{_DO}|{_BY}{_GAP}{_DO}{_GAP}{_VOW}",
        _VOWED,
        _SOON,
        unless=r"尽量|争取|不一定|付款后我们会核实|生日快乐",
    ),
    row(
        rf"{_VOW}[^。!?;\n]{{0,8}}?(?:不会?|没有?)(?:再)?(?:降价|涨价|更?便宜|优惠|打折|有活动|更低)"
        rf"|{_VOW}…(?:会|要)(?:降价|涨价|打折)",
        "以后的价格没有依据，不能打包票。",
        "以后的活动价格暂时还不确定，您可以关注店铺通知哦",
        refusable=False,
        unless=r"不(?:能|敢)(?:保证|肯定|确定)|没法|无法",
    ),
)
_ASKED_BY = words(rf"{_BY}[^。?]{{0,8}}{_DO}|{_DO}[^。?]{{0,6}}{_BY}")
_ASKED_VOW = words(rf"{_VOW}[^。?]{{0,10}}{_DO}")
_VOWED_BACK = words(
    rf"^(?:亲|您好|嗯|好的|可以的?|能的?|放心|是的|[,~!])*{_VOW}(?:能|会|可以|给您|帮您)*(?:的|没问题|到|发|送到"
    r"|收到|发货|发出|送达)+"
)
_SOFT = words(r"不能保证|尽量|争取|尽快|不一定|以物流|预计|大概")


def check(said: Statement) -> Iterable[Hit]:
    seen = view(said.text)
    judges = (_vows, states, arrivals, terms, sums, prices, stocks)
    hits = (one for judge in judges for one in judge(said, seen))
    return in_order(one for one in hits if one.end > one.start)


def _vows(said: Statement, seen: View) -> Iterator[Hit]:
    """Words that promise, whatever the facts; within the policy's own shipping time they hold."""
    within = said.policy.ship_within_hours if said.policy is not None else 48
    for one in found(seen, VOWS):
        words_said = view(said.text[one.start : one.end]).plain
        held = [s.hours for s in spans(words_said)]
        if not (held and min(held) >= within and re.search(r"发货|发出|寄出", words_said)):
            yield one
    asked = view(said.buyer_said).plain
    vow = _VOWED_BACK.match(seen.plain) if _ASKED_BY.search(asked) else None
    span = vow.span() if vow else answered(said, _ASKED_VOW, "yes", unless=_SOFT)
    if span and not negated(seen, *span):
        yield hit(seen, *span, why=_VOWED, say="亲，" + _SOON)


_UNPAID_ONE = order_of(PlatformStatus.WAIT_BUYER_PAY)
_PAID_ONE = order_of(PlatformStatus.WAIT_SELLER_SEND_GOODS)
_SENT_ONE = order_of(PlatformStatus.WAIT_BUYER_CONFIRM_GOODS)
_SIGNED_ONE = order_of(PlatformStatus.TRADE_FINISHED)
_REFUND_ONE = order_of(PlatformStatus.WAIT_SELLER_SEND_GOODS, refund=RefundStage.WAIT_SELLER_AGREE)

MUST_BLOCK = (
    *about(_UNPAID_ONE, "亲，您的订单已经发货了哦", "收到您的付款了，正在给您打包"),
    *about(
        _PAID_ONE,
        "已经给您发出了，请留意物流",
        "您的包裹显示已签收了哦",
        "已经给您退款了，注意查收",
        "今天必发，您放心",
        "明天就能到哈尔滨的",
        "保证后天送到您手上",
        "24小时内给您发货哦",
        "我们支持15天无理由退货",
        "给您补偿50元可以吗",
        "给您算便宜10元，49块就行",
        "黑芝麻的有现货，您直接拍",
        "原味的还有200盒库存哦",
        "运单号是7788990011223，您查一下",
        "两天就能收到的亲",
        "这款给您三十九元",
    ),
    *about(_SENT_ONE, "还没有发货呢亲", "给您发的是顺丰快递", "已经签收了哦亲"),
    *about(_REFUND_ONE, "退款已经到账了，您查下支付宝"),
    *drafts("明天一定给您发货", "我保证三天内到货", "百分百明天能到", "双十一肯定不会再便宜了", "春节前肯定能收到的"),
    *talk(("明天能到吗", "肯定能到的亲"), ("能保证周五送到吗", "可以的亲")),
)
MUST_PASS = (
    *about(_UNPAID_ONE, "您的订单还没有付款哦，付款后48小时内发货", "付款后我们会尽快安排发货的"),
    *about(
        _PAID_ONE,
        "您的订单已付款，48小时内会安排发货",
        "一般发出后三四天左右能到哦",
        "支持7天无理由退货的",
        "给您补偿10元可以吗",
        "这款59.9元一盒哦",
        "原味有现货的，可以直接拍",
        "黑芝麻的暂时没货，补货后通知您",
        "还没有发货，我们会尽快的",
        "发货了会有短信通知您的",
        "明天不一定能到哦，要看快递",
        "发顺丰补23元，大概两三天到",
        "您说的“今天必发”这边不敢保证哦，会尽快安排",
        "退款59.9元会原路退回",
        "订单还没有签收记录呢",
    ),
    *about(_SENT_ONE, "已经发货了，发的是韵达，运单号4312200001234", "您的包裹在路上了哦"),
    *about(_SIGNED_ONE, "物流显示已签收了，您看下有没有收到"),
    *drafts("明天给您发出", "一般三天左右能到", "我们一定尽快给您处理", "不能保证明天到哦", "已经给您发货了"),
    *talk(("明天能到吗", "不一定哦亲，要看物流"), ("能保证周五送到吗", "不能保证的呢，会尽量给您催")),
)
