"""Sums, prices and stock held against policy, order and catalogue; a part of rule `promises`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.compliance.parts.amounts import NUMBER, Money, money, number
from bot.compliance.parts.table import hit
from bot.compliance.parts.text import View, negated, quoted, view, words
from bot.compliance.parts.when import DAY, days_away
from bot.domain.china_time import CHINA
from bot.domain.reply import Hit, Statement
from bot.domain.shop import Item, PromotionKind, Variant

_BEFORE = 30  # characters around a sum that may say what it is
_COMPENSATES = words(
    r"补偿|赔偿|赔付|赔(?!十|三|百)|补贴|返(?!回|修|厂)|红包"
    r"|补给?您|退您|退给您|退一?部分|部分退款|打款|表示歉意|小额"
)
_OTHER_MONEY = words(r"差价|补拍|顺丰|ems|运费|邮费|价保|满\d|优惠券|全额|实付|运费险|保价|快递|券|定金|保证金")
_REFUNDS = words(r"退款|退您|退给您|退回|退还|退")
_PRICED = words(
    r"(?:只要|只需|价格(?:是|为|:)?|现价|售价|卖(?:您)?|算您|给您(?:算|按|到)?|优惠价|到手价?|一口价|单价"
    r"|每(?:件|盒|袋|个|包|份|瓶|条)"
    r"|[一1](?:件|盒|袋|个|包|份|瓶|条)|特价|活动价|会员价|现在"
    r"|这款|这个|这件|就是"
    r"|是|按)(?:只要|只需|是|为|才|就|卖|算|您|的|价|到|:|给)*$"
)
_MANY = words(rf"(?P<n>{NUMBER})(?:件|盒|袋|个|包|份|瓶|条)(?:一共|总共|合计|只要|才|卖|给您|算您|算|按|一起|就|是)*$")
_EACH = words(r"^(?:(?:/|[一每1])(?:件|盒|袋|个|包|份|瓶|条|双|套)|就(?:行|可以|卖|给您)|拿走|给您了)")
_NOT_A_PRICE = words(r"^(?:的)?(?:差价|运费|邮费|优惠|红包|以上|券|补|无门槛|左右的差|手续)")
_OFF = words(r"(?:便宜|优惠|减|少|让利|让|抹|降)(?:您|给您|个|到|掉|了)*$")
_TENTHS = words(r"打?(?P<n>[\d一二三四五六七八九](?:\.?\d|[一二三四五六七八九])?)折")


def sums(said: Statement, seen: View) -> Iterator[Hit]:
    """Compensation above the limit, refunds above what was paid, sums paid that were not."""
    policy, order = said.policy, said.order
    for sum_ in money(seen.plain):
        clause = seen.plain[slice(*seen.clause(sum_.start, sum_.end))]
        if negated(seen, sum_.start, sum_.end) or quoted(seen, sum_.start, sum_.end):
            continue
        paid = order.paid_fen if order is not None else 0
        full = order is not None and sum_.fen in (paid, *(one.price_fen * one.quantity for one in order.lines))
        if paid and re.search(r"实付|付了|支付了|实际付", clause) and sum_.fen != paid:
            yield hit(seen, sum_.start, sum_.end, why="与订单实付金额不符。", say="实付金额请以订单详情显示的为准哦")
        elif paid and sum_.fen > paid and _REFUNDS.search(clause) and not _OTHER_MONEY.search(clause):
            yield hit(seen, sum_.start, sum_.end, why="退款超过了订单实付金额。", say="退款金额请以订单实付金额为准哦")
        elif (
            policy is not None
            and sum_.fen > policy.max_compensation_fen
            and not full
            and _COMPENSATES.search(clause)
            and not _OTHER_MONEY.search(clause)
        ):
            yield hit(
                seen,
                sum_.start,
                sum_.end,
                why=f"超出客服补偿上限{_yuan(policy.max_compensation_fen)}元，需主管同意。",
                say="补偿方案我帮您向主管申请，确认后马上回复您",
            )


def _yuan(fen: int) -> str:
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"


def _items(said: Statement) -> list[Item]:
    """The items spoken of: the only one, else those the seller names, the buyer names, the order holds."""
    if len(said.items) == 1:
        return list(said.items)
    for told in (view(said.text).plain, view(said.buyer_said).plain):
        if named := _named(said.items, told):
            return named
    ordered = {one.item_id for one in said.order.lines} if said.order is not None else set()
    return [item for item in said.items if item.item_id in ordered]


def _named(items: Iterable[Item], told: str) -> list[Item]:
    """Those that go by a name in `told`; by one of their other words only when none does.

    A name within a longer one names nothing: `卷纸` in `无芯卷纸 20卷`.
    """
    names = [(item, view(name).plain) for item in items for name in (item.title, item.short_title) if name]
    words_of = [(item, view(word).plain) for item in items for word in item.words if word]
    for calls in (names, words_of):
        met = [(item, name) for item, name in calls if name in told]
        if met:
            return [item for item, name in met if not any(name != other and name in other for _, other in met)]
    return []


def _variants(said: Statement, item: Item) -> tuple[Variant, ...]:
    """The variants named by the seller, else by the buyer, else all; a word of the item's own name names none."""
    for told in (view(said.text).plain, view(said.buyer_said).plain):
        for name in (item.title, item.short_title):
            told = told.replace(view(name).plain, "") if name else told
        named = tuple(v for v in item.variants if v.name and all(part in told for part in view(v.name).plain.split()))
        if named:
            return named
    return item.variants


def prices(said: Statement, seen: View) -> Iterator[Hit]:
    """Prices below the catalogue's less the running promotions; discounts that no promotion gives."""
    prices = [v.price_fen for item in _items(said) for v in _variants(said, item) if v.price_fen]
    running = [p for p in said.promotions if said.now is None or p.runs(said.now)]
    if not prices or any(p.kind in (PromotionKind.DISCOUNT, PromotionKind.PRESALE) for p in running):
        return
    off = max((p.off_fen for p in running), default=0)
    why, say = "低于商品或规格的实际价格，没有活动支持。", "价格请以商品页面显示的为准哦，页面上的活动您都可以参加"
    for sum_ in money(seen.plain):
        if negated(seen, sum_.start, sum_.end) or quoted(seen, sum_.start, sum_.end):
            continue
        clause = seen.plain[slice(*seen.clause(sum_.start, sum_.end))]
        if re.search(r"差价|运费|邮费|赔|退|定金|顺丰|ems|补偿|返|实付|满|快递|赠|换购", clause):
            continue
        before = seen.plain[max(0, sum_.start - _BEFORE) : sum_.start]
        if (_OFF.search(before) and sum_.fen > off and "券" not in clause) or _too_low(seen, sum_, min(prices) - off):
            yield hit(seen, sum_.start, sum_.end, why=why, say=say)
    for match in _TENTHS.finditer(seen.plain):
        if (
            not negated(seen, *match.span())
            and not running
            and not re.search(r"活动|会员日|双1", seen.sentence(*match.span()))
        ):
            yield hit(seen, *match.span(), why="目前没有这样的折扣。", say=say)


def _too_low(seen: View, sum_: Money, lowest: int) -> bool:
    before, after = seen.plain[max(0, sum_.start - _BEFORE) : sum_.start], seen.plain[sum_.end : sum_.end + _BEFORE]
    if _NOT_A_PRICE.match(after):
        return False
    many = _MANY.search(before)
    if many:
        return sum_.fen < lowest * max(1.0, number(many["n"]))
    return sum_.fen < lowest and (_PRICED.search(before) is not None or _EACH.match(after) is not None)


_IN_STOCK = words(
    r"(?<!没)(?<!缺)有(?:现|大量现|充足的?现)?货(?!了(?:通知|告诉|我|再|就|给)|的话|期|吗|源不)"
    r"|(?:是|都是|有)现货"
    r"|库存(?:很|还|非常|比较)?(?:充足|很?足|足够|够)"
    r"|货(?:很|还)?充足"
    r"|(?:可以|直接|放心)(?:直接|放心)?(?:拍|下单)"
    r"|^(?:亲|嗯|您好|[,~])*(?:还)?有的(?:亲|哦|呢|哈|,|。|!|$)"
)
_LEFT = words(
    rf"(?:还有|只剩|剩下?|仅剩|剩余|库存(?:有|是|还有)?)(?:最后)?(?P<n>{NUMBER})(?:多)?(?:件|个|盒|袋|包|份|套|双"
    r"|条|瓶)"
)
_BACK_IN_STOCK = words(
    rf"(?P<day>{DAY})(?:就|能|会|可以|应该|预计|大概|左右|之?前|上午|下午|早上)*(?:补货|到货|到新货|有货|上架|补上"
    r"|能拍)"
)
_LATER_STOCK = words(r"补货|到货|预售|没货|无货|缺货|没有|等|通知|别的|其他|另外|换|类似|推荐|售罄|卖完|吗")


def stocks(said: Statement, seen: View) -> Iterator[Hit]:
    """Goods said to be there that are not, more of them than there are, or back before their day."""
    for item in _items(said):
        told = _variants(said, item)
        counts = [v.stock for v in told if v.stock is not None]
        if not counts or len(counts) < len(told):
            continue
        stock, say = sum(counts), "这款目前的库存请以页面能拍下的为准哦，没货的话我帮您留意补货"
        for match in _LEFT.finditer(seen.plain):
            if number(match["n"]) > (stock if len(told) == 1 else item.stock or 0):  # a list of some names the whole
                yield hit(seen, *match.span(), why="超过实际库存。", say=say)
        if stock > 0:
            continue
        for match in _IN_STOCK.finditer(seen.plain):
            if not negated(seen, *match.span()) and not _LATER_STOCK.search(seen.sentence(*match.span())):
                yield hit(
                    seen, *match.span(), why="这款目前没有库存。", say="这款目前暂时缺货，补货后我们会第一时间通知您"
                )
        restock_on = min((v.restock_on for v in told if v.restock_on), default=None)
        for match in _BACK_IN_STOCK.finditer(seen.plain):
            away = days_away(match["day"], said.now)
            if restock_on is None or said.now is None or away is None:
                continue
            if away < (restock_on - said.now.astimezone(CHINA).date()).days:
                yield hit(
                    seen, *match.span(), why="早于补货日期。", say=f"这款预计{restock_on.month}月{restock_on.day}日补货"
                )
