"""Red line 5: who pays on delivery may refuse; nothing is withheld for it, and the seller bears both freights."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from bot.compliance.parts.answers import answered
from bot.compliance.parts.examples import drafts, talk
from bot.compliance.parts.table import found, hit, in_order, row
from bot.compliance.parts.text import view, words
from bot.domain.reply import Hit, Statement

ID = "cash_on_delivery"
SOURCE = "platform rule on cash on delivery; red line 5"
INSTEAD = "货到付款的订单我们会正常发货，如果拒收，来回运费都由我们承担哦"

_WITHHELD = "不能因为买家可能拒收就不发货、关闭订单或要求先付定金。"
_FREIGHT = "货到付款的包裹被拒收时，来回运费由卖家承担，不能转给买家。"
_COD = r"(?:货到付款|货到再付|到付件?|到货付款|cod|先货后款)"
_REFUSE = r"(?:拒收|拒签|不收货|不签收|退签|不要了|不收(?=的话|，|,|就|怎么))"
_STOP = (
    r"(?:不(?:给(?:您)?|能|会|再|敢|予|愿意?|想|可以)?(?:安排)?发(?:货|出)?(?!票)|暂(?:停|不)发|先不发|拒绝发货"
    r"|停发|扣(?:着|下|留)|压着|取消(?:订单|这单|掉|了)?|关(?:闭|掉|了)"
    r"|不接|不做|拉黑|黑名单"
    r"|(?:先)?(?:付|交|转|预付|支付|打)(?:一?点|个|\d+元?|\d+块|[一二三五十百]+[元块])*(?:定金|订金|押金|保证金"
    r"|运费|邮费|预付款)"
    r"|预付|押金|保证金)"
)
_ROAD = r"(?:来回|往返|两次|双程|退回|寄回|返回)?(?:的)?(?:运费|邮费|快递费|物流费|路费)"
_YOU = r"(?:您|买家|亲|自己|客户|你)(?:自己|方|这边|来)?"
_OURS = (
    r"(?:我们|卖家|店铺|店里|本店|商家|我方|(?<![您你])这边)(?:来|都|也|全部|会)*(?:承担|出|付|负责)"
    r"|不(?:用|需要?|要|会让)您?…(?:出|承担|付|补)|运费险"
)

line = partial(row, why=_WITHHELD, say=INSTEAD)
ROWS = (
    line(
        r"不(?:能|会|给您?|可以|敢|再)*(?:再)?(?:给您)?(?:安排)?发(?!票)"
        r"|发不了|没法发|(?:给您)?(?:关|取消)(?:掉|闭|了)"
        r"|(?:先|提前)[^。!?;\n]{0,6}?(?:付|交|转|补)[^。!?;\n]{0,6}?(?:才|再)(?:能|会|给您)?(?:安排)?发",
        refusable=False,
        beside=rf"^(?=.*{_COD})(?=.*(?:{_REFUSE}|拒收|先付|先把|先交|先转))",
        unless=rf"{_OURS}|不会因|不能因|正常发|(?:您|亲)(?:可以)?(?:自己|申请)|没有开通|不支持|不用先|无需先|退货",
    ),
    line(
        r"不(?:再)?(?:给|发|接|卖)[^。!?;\n]{0,6}?(?:拒收|拒签|不收货)(?:史|记录|过)?[^。!?;\n]{0,8}?(?:客户|买家|人"
        r"|顾客|的|发)",
        refusable=False,
    ),
    line(
        rf"(?:{_REFUSE}|拒收记录)[^。!?\n]{{0,20}}?{_STOP}",
        unless=r"(?:不会|绝不|不能|不可以)(?:因为|因此)?…(?:不发|取消|关闭|拒)"
        r"|(?:您|亲)(?:可以)?(?:自己|申请|在)…(?:取消|关闭)",
        refusable=False,
    ),
    line(
        r"(?:怕|担心|防止|以防|万一|避免|为了?防|害怕)(?:您|买家|到时候?|被|会|你"
        rf"|再)*{_REFUSE}[^。!?\n]{{0,25}}?(?:{_STOP}|确认|先付|在线付)",
        unless=r"(?:不会|绝不|不能)(?:因为|因此)?…(?:不发|取消|关闭)",
        refusable=False,
    ),
    line(
        rf"{_COD}[^。!?\n]{{0,20}}?{_STOP}",
        unless=r"不支持|没有开通|未开通|不(?:会|能)(?:因为|因此|随意|无故)"
        r"|不用(?:先|预)|无需|不需要|(?:您|亲)(?:可以)?(?:自己|申请)"
        r"|发货后|正常发|不到付|退货|寄回|到付件(?:我们|仓库)",
        refusable=False,
    ),
    line(
        r"(?:先)?(?:付|交|转|预付|支付|打){1,2}(?:一?点|个|下|\d+元?|\d+块)*(?:定金|订金|押金|保证金|运费"
        r"|邮费)[^。!?\n]{0,10}?(?:才|再|就)(?:能|可以|给您)?(?:安排)?(?:发|寄)",
        unless=r"不用|无需|不需要|预售",
    ),
    line(
        rf"(?:保证|确认|确定|承诺|答应)(?:一下)?(?:您|到时|会|肯定|一定)*(?:不会?{_REFUSE}|会?签收"
        r"|要收)[^。!?\n]{0,10}?(?:才|再|我们?才|然后)(?:能|可以|给您|会)?…发",
        refusable=False,
    ),
    line(
        rf"{_COD}[^。!?\n]{{0,20}}?{_REFUSE}[^。!?\n]{{0,12}}?{_ROAD}[^。!?;\n]{{0,8}}?{_YOU}(?:承担|出|付|负责|补"
        r"|自理)",
        why=_FREIGHT,
        refusable=False,
        unless=_OURS,
    ),
    line(
        rf"{_COD}[^。!?\n]{{0,20}}?{_REFUSE}[^。!?\n]{{0,8}}?(?:{_YOU})?(?:要|得|需|需要|必须|自行)?(?:承担|出|付|负责"
        rf"|补|自理|扣)[^。!?;\n]{{0,8}}?{_ROAD}",
        why=_FREIGHT,
        refusable=False,
        unless=_OURS,
    ),
    line(
        rf"{_REFUSE}[^。!?\n]{{0,25}}?{_COD}[^。!?\n]{{0,15}}?{_ROAD}[^。!?;\n]{{0,8}}?{_YOU}(?:承担|出|付|负责|补"
        r"|自理)",
        why=_FREIGHT,
        refusable=False,
        unless=_OURS,
    ),
)
_ROAD_ROWS = (
    line(
        rf"{_ROAD}[^。!?;\n]{{0,8}}?(?:{_YOU})?(?:支付|掏|赔|补|给我们|出|付|承担|扣)"
        rf"|(?:赔|补|付|出|支付|扣|掏|收)[^。!?;\n]{{0,5}}?{_ROAD}",
        why=_FREIGHT,
        refusable=False,
        unless=_OURS,
        beside=rf"^(?=.*{_REFUSE})(?=.*{_COD})",
    ),
    line(
        rf"{_REFUSE}[^。!?\n]{{0,12}}?{_ROAD}[^。!?;\n]{{0,8}}?(?:{_YOU}(?:承担|出|付|负责|补)|自理|自付)",
        why=_FREIGHT,
        refusable=False,
        unless=_OURS,
    ),
    line(
        rf"{_REFUSE}[^。!?\n]{{0,10}}?(?:要|得|需|需要|必须|自行)?(?:承担|出|付|负责|补|扣)[^。!?;\n]{{0,8}}?{_ROAD}",
        why=_FREIGHT,
        refusable=False,
        unless=_OURS,
    ),
    line(
        rf"{_ROAD}[^。!?;\n]{{0,4}}?(?:要|得|需要?|是|由)?{_YOU}(?:来)?(?:承担|出|付|负责|补|自理)",
        why=_FREIGHT,
        refusable=False,
        unless=_OURS,
    ),
)
_TALK_OF_COD = words(_COD)
_TALK_OF_REFUSING = words(rf"{_COD}…{_REFUSE}|{_REFUSE}")
_ASKED_FREIGHT = words(
    rf"{_REFUSE}[^。?]{{0,12}}(?:要|出|付|承担|扣)[^。?]{{0,6}}(?:费|钱)"
    rf"|{_REFUSE}[^。?]{{0,10}}费[^。?]{{0,6}}(?:我|要)"
)
_SOFT = words(r"不用|承担|不会|免")


def check(said: Statement) -> Iterable[Hit]:
    seen = view(said.text)
    asked = view(said.buyer_said).plain
    on_delivery = _TALK_OF_COD.search(asked) or _TALK_OF_COD.search(seen.plain)
    hits = list(found(seen, ROWS))
    if _TALK_OF_REFUSING.search(seen.plain) or (on_delivery and _TALK_OF_REFUSING.search(asked)):
        for one in found(seen, _ROAD_ROWS[:2] if not _TALK_OF_REFUSING.search(asked) else _ROAD_ROWS):
            severity = one.severity if on_delivery else "warn"
            hits.append(Hit(one.start, one.end, one.why, one.say, severity))
    yes = answered(said, _ASKED_FREIGHT, "yes", unless=_SOFT) if _TALK_OF_COD.search(asked) else None
    if yes:
        hits.append(hit(seen, *yes, why=_FREIGHT, say="亲，不用的，" + INSTEAD))
    return in_order(hits)


MUST_BLOCK = (
    *drafts(
        "您之前有拒收记录，这次货到付款我们就不发货了",
        "怕您拒收，货到付款要先付20元定金哦",
        "货到付款拒收的话来回运费由您承担",
        "您选的货到付款，拒收需要您付运费的",
        "拒收过的买家我们一律不发货到付款",
        "货到付款的订单我们关闭了，担心您到时不要了",
        "保证不拒收我们才发货的亲",
        "货到付款需要交押金，签收后退给您",
        "您上次拒签了，这单我给您取消了",
        "货到付款要确认不会拒收再给您发货哦",
        "货到付款的件拒收后运费买家自理",
        "先付邮费我们才给您安排发货到付款",
        "拒收的客户会被拉黑，以后不发货",
        "防止拒收，货到付款请先支付10元保证金",
        "货到付款的话万一您不签收，邮费得您出",
        "有拒收风险的货到付款订单我们暂不发出",
    ),
    *talk(("货到付款我不想要可以拒收吗", "可以的，来回运费您承担哦"), ("货到付款拒收要我出运费吗", "要的亲")),
)
MUST_PASS = (
    *drafts(
        "货到付款的订单我们会正常发货的哦",
        "如果您拒收，来回运费由我们承担，您放心",
        "这个地区暂时不支持货到付款，您可以在线付款",
        "货到付款可以先验货再签收的亲",
        "收到有破损您可以直接拒收，我们给您重新发",
        "拒收后包裹退回仓库，我们就给您退款",
        "我们不会因为怕拒收就不给您发货的",
        "货到付款签收时把货款付给快递员就可以",
        "您的货到付款订单已经安排发货了哦",
        "货到付款不用先付定金的亲",
        "包裹破损请不要签收，可以拒收并联系我们",
        "拒收的话麻烦您告诉我们一声，我们跟进退款",
        "运费我们承担，不需要您出哦",
        "非质量问题退货的运费由买家承担哦",
        "退货请不要用到付，仓库是收不到的哦",
        "目前付款方式有支付宝和货到付款，您看哪种方便",
    ),
    *talk(("货到付款拒收要我出运费吗", "不用的亲，我们承担"), ("货到付款可以吗", "可以的亲")),
)
