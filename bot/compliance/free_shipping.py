"""Red line 6: free shipping is free for the whole country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from bot.compliance.parts.answers import answered
from bot.compliance.parts.examples import POLICY, drafts, talk
from bot.compliance.parts.table import found, hit, in_order, row
from bot.compliance.parts.text import view, words
from bot.domain.reply import Hit, Statement

ID = "free_shipping"
SOURCE = "platform rule on free shipping; red line 6"
INSTEAD = "包邮商品全国都是包邮的哦，偏远地区也不加邮费"

_WHY = "包邮商品必须全国包邮，不能排除新疆、西藏等地区，也不能加收邮费。"
_REMOTE = (
    r"(?:新疆|西藏|内蒙古?|青海|宁夏|甘肃|海南|黑龙江|吉林|云南|贵州|广西|东北|西北|西南|偏远(?:地区|省份|山区)?"
    r"|边远(?:地区)?|乡镇|农村|山区|村里|江浙沪以?外|外省|省外)"
)
_POST = r"(?:邮费|运费|快递费|邮资|物流费)"
_SUM = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(?:多)?(?:元|块)"
_CHOSEN = (
    r"(?:选|换|指定|升级|想|改|要求?发?|需要?发?|要|如果|您|补差|默认|也可以|可以)[^。!?;\n]{0,6}?(?:顺丰|空运"
    r"|加急|京东快递|其他快递|中通)"
    r"|(?:发|走)(?:的)?顺丰"
    r"|顺丰[^。!?;\n]{0,8}?(?:补|加|差)"
    r"|(?:选|换|指定|升级|想)[^。!?;\n]{0,6}?(?:ems|邮政)"
    r"|补(?:个|一下|下)?差价"
)
_BACK = r"退|换货|寄回|返|补寄|质量|运费险|拒收|满\d+|不满"
_ABROAD = r"港澳|台湾|国外|海外|境外|香港|澳门"

line = partial(row, why=_WHY, say=INSTEAD)
EXCEPTS = (
    line(rf"(?:除了?|不含|不包括|不包含|排除|除开|刨除|除去)(?:了)?[^。!?;\n]{{0,12}}?{_REMOTE}", unless=_ABROAD),
    line(
        rf"{_REMOTE}[^。!?;\n]{{0,12}}?(?:除外|不包邮|不包(?!括)|不免(?:邮|运)|不参加包邮|不在包邮|另算|另计|不享受包邮"
        r"|例外)",
        refusable=False,
        unless=r"不会|没有不包|(?:新疆|西藏)…都包",
    ),
    line(
        rf"{_REMOTE}[^。!?;\n]{{0,14}}?(?:加|补|另付|另收|多收|多付|付|收|出|要|需|贴|自理"
        rf"|自付)[^。!?;\n]{{0,6}}?(?:{_SUM}|{_POST}|钱)",
        unless=rf"{_CHOSEN}|{_BACK}|不(?:用|需要?|会|另|加|收|再)",
    ),
    line(
        rf"(?:加|补|另付|收)(?:收)?(?:{_SUM})?(?:的)?{_POST}[^。!?;\n]{{0,8}}?{_REMOTE}", unless=rf"{_CHOSEN}|{_BACK}"
    ),
    line(
        r"(?:仅|只|只有|限)(?:限|是|对|支持|包)?(?:江浙沪|省内|本省|同城|浙江|周边|部分地区|城区"
        r"|市区)[^。!?;\n]{0,4}?包邮"
        r"|包邮(?:的)?(?:仅|只|只有)?(?:限|限于|是)(?:江浙沪|省内|本省|同城|部分地区)"
        r"|江浙沪包邮[^。!?;\n]{0,8}?(?:其他|别的|外)"
    ),
)
FEES = (
    line(
        r"(?:不|没有?|未|无法|不能)(?:是)?(?:给您)?(?:包邮|免邮|免运费|包运费)",
        refusable=False,
        unless=rf"{_BACK}|没有不包|不是不包|{_ABROAD}",
    ),
    line(
        rf"{_POST}(?:是|要|需要?|得|:|为|另外|一共|大概|收|您|补)*(?:{_SUM}|您(?:来|自己|这边|先)*(?:承担|出|付|自理)"
        r"|自理|自付|另算|另付|到付|买家(?:承担|出|付))",
        unless=rf"{_CHOSEN}|{_BACK}|ems|顺丰|{_ABROAD}|不(?:用|需要?)",
    ),
    line(
        rf"(?:加|补|付|另付|多付|贴|收|出|承担)(?:收|上|您|一?下|个|点)*{_SUM}(?:的)?{_POST}"
        rf"|(?:补|加|付|出|承担|另付)(?:一?下|点|个|收)*{_POST}",
        unless=rf"{_CHOSEN}|{_BACK}|ems|顺丰|{_ABROAD}"
        r"|(?:不|无需)(?:用|需要?|会|另|额外|再)*(?:您)?(?:补|加|付|出|承担|收)"
        r"|我们(?:承担|出|付)",
    ),
)
_SAYS_FREE = words(r"包邮|免邮|免运费|包运费")
_ASKED = words(r"包邮|免邮|免运费|包运费")
_ASKED_FEE = words(rf"(?:加|补|付|出|收|要|另).{{0,4}}(?:{_POST}|钱|邮)|{_POST}.{{0,4}}(?:要|吗|谁|多少)")
_ABROAD_ASKED = words(rf"{_ABROAD}|退|换|寄回|顺丰|ems")
_CORRECTED = words(r"包邮|免邮|不用|不加|我们承担")


def check(said: Statement) -> Iterable[Hit]:
    seen = view(said.text)
    free = said.policy.free_shipping if said.policy is not None else bool(_SAYS_FREE.search(seen.plain))
    if not free:
        return []
    hits = list(found(seen, EXCEPTS))
    if said.policy is None:
        return in_order(hits)
    hits.extend(found(seen, FEES))
    asked = view(said.buyer_said).plain
    if not _ABROAD_ASKED.search(asked):
        span = answered(said, _ASKED, "no", unless=_CORRECTED)
        if span is None and not _ASKED.search(asked):
            span = answered(said, _ASKED_FEE, "yes", unless=_CORRECTED)
        if span:
            hits.append(hit(seen, *span, why=_WHY, say="亲，" + INSTEAD))
    return in_order(hits)


def _free(*examples: Statement) -> tuple[Statement, ...]:
    return tuple(replace(one, policy=POLICY) for one in examples)


MUST_BLOCK = (
    *drafts(
        "全国包邮，新疆西藏除外哦",
        "我们包邮的亲，不过偏远地区要补10元邮费",
        "除了西藏新疆，其他地方都包邮",
        "包邮的哦，海南、青海需要加运费5元",
        "仅江浙沪包邮，其他地区另算",
    ),
    *_free(
        *drafts(
            "新疆不包邮的哦亲，需要补15元",
            "西藏那边要另外加10块邮费",
            "内蒙古的话邮费需要您自己付一下",
            "这款不包邮的亲",
            "偏远地区不包，麻烦补一下运费",
            "邮费10元哦亲",
            "运费需要您承担的",
            "发新疆要用EMS，需要补10元邮费",
            "青海宁夏的亲需要补邮费5元",
            "麻烦您补8元的邮费我们再发货",
            "乡镇要加收5元运费的哦",
        ),
        *talk(("新疆包邮吗", "不包的哦"), ("包邮吗", "不包邮呢亲"), ("西藏要加邮费吗", "要的亲")),
    ),
)
MUST_PASS = (
    *drafts("全国包邮的哦亲，新疆西藏也包", "新疆地区的运费要看具体重量哦", "包邮的，默认发韵达"),
    *_free(
        *drafts(
            "我们全国包邮，偏远地区也不加邮费哦",
            "您选顺丰的话需要补23元差价",
            "新疆也是包邮的亲，默认发EMS",
            "想发顺丰到新疆的话补23元就可以",
            "非质量问题退货的运费由您承担哦",
            "质量问题退回的运费我们承担",
            "港澳台和海外不在包邮范围哦",
            "没有不包邮的地区，您放心拍",
            "西藏也包邮，大概7天左右到",
            "退货邮费10元以内运费险可以赔付",
            "不用补邮费的亲，直接拍就行",
            "这款包邮的，您直接付款就可以",
            "您说的“新疆不包邮”是别家的规定，我们全国包邮哦",
            "换货寄回的邮费需要您先垫付一下",
        ),
        *talk(("新疆包邮吗", "包的亲"), ("香港包邮吗", "不包的哦"), ("顺丰要补钱吗", "要的亲，补23元")),
    ),
    *(
        replace(one, policy=replace(POLICY, free_shipping=False))
        for one in drafts("新疆的邮费是15元哦亲", "这款不包邮的，邮费8元")
    ),
)
