"""Personal data and bare numbers in clean text: found, named, lifted out.

Every kind gives way to one character of Unicode's private area, so that a model sees that there was a phone number and
never which. Recall is measured (tests/unit/intents/test_masking_recall.py), not total.

Buyers write as they like and a message may be made to be slow: every pattern here is bounded, and addresses are found in
one pass over their parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = {
    "phone": "\ue001",
    "id_number": "\ue002",
    "address": "\ue003",
    "email": "\ue004",
    "link": "\ue005",
    "number": "\ue006",
    "tracking": "\ue007",
    "bank_card": "\ue008",
}
NAMES = {mark: f"⟨{kind}⟩" for kind, mark in MARKS.items()}

SPOKEN_DIGITS = "零〇幺一二三四五六七八九"
DOOR_LETTERS = "号栋幢座单弄室楼组队层"
"""With a number or a letter before them they may be the door of an address."""
_SPOKEN = str.maketrans(SPOKEN_DIGITS, "001123456789")
_DIGIT = r"[\d零〇幺一二三四五六七八九]"
_BETWEEN = r"[ .\-\u2010-\u2015_/·,、~|()]{0,2}"
_APART = _BETWEEN.replace("{0,2}", "{1,2}")
_DASH = r"[\-\u2010-\u2015_]{1,2}"
_MOBILE = rf"""(?:(?:\+|00)?86{_BETWEEN})?(?=[1一幺]{_BETWEEN}[3-9三四五六七八九])(?:
    {_DIGIT}{{3}}{_BETWEEN}(?:{_DIGIT}{{4}}|\*{{4}}){_BETWEEN}(?:{_DIGIT}{{4}}|\*{{4}})
    |{_DIGIT}(?:{_APART}{_DIGIT}){{10}}
    |{_DIGIT}{{5}}{_APART}{_DIGIT}{{6}}|{_DIGIT}{{6}}{_APART}{_DIGIT}{{5}}
    # four prices in a row look like these, unless joined by dashes
    |{_DIGIT}{{3}}{_DASH}{_DIGIT}{{3}}{_DASH}{_DIGIT}{{5}}|{_DIGIT}{{4}}{_DASH}{_DIGIT}{{4}}{_DASH}{_DIGIT}{{3}}
    |{_DIGIT}{{4}}{_DASH}{_DIGIT}{{3}}{_DASH}{_DIGIT}{{4}}|{_DIGIT}{{2}}(?:{_DASH}{_DIGIT}{{2}}){{4}}{_DASH}{_DIGIT})"""
_NUMBERS = re.compile(
    rf"""
      (?P<link>(?:https?://|www\.)[^\s\u4e00-\u9fff]+)
    | (?P<email>[a-z0-9._+\-]{{1,64}}+@[a-z0-9\-]++(?:\.[a-z0-9\-]++)++)
    | (?P<id_number>(?<![0-9a-z])[1-9]\d{{2}}{_BETWEEN}\d{{3}}{_BETWEEN}(?:19|20)\d{{2}}{_BETWEEN}
        (?:0[1-9]|1[0-2]){_BETWEEN}(?:0[1-9]|[12]\d|3[01]){_BETWEEN}\d{{3}}{_BETWEEN}[\dx](?![0-9a-z])
        |(?<!\d)[1-9]\d{{5}}\*{{8}}\d{{3}}[\dx](?![0-9a-z]))
    | (?P<bank_card>(?<![\d.])(?:\d{{4}}(?:[ \-]\d{{4}}){{3}}(?:[ \-]?\d{{1,3}})?|\d{{6}}[ \-]\d{{10,13}}|\d{{16,19}})(?!\d))
    | (?P<phone>(?<!\d){_MOBILE}(?!\d)
        |(?<!\d)\(?0(?:10|2\d|[3-9]\d{{2}})(?:\)[ \-]?|[ \-\u2010-\u2015_/])\d{{3,4}}[ \-]?\d{{4}}(?!\d))
    | (?P<tracking>(?<![0-9a-z])(?:sf|yt|zt|yd|sto|jt|jd|db|ems|kk)[a-z]{{0,3}}\d{{9,16}}(?![0-9a-z])
        |(?<![0-9a-z])e[a-z]\d{{9}}cn(?![0-9a-z]))
    | (?P<number>(?<![\d.])\d{{8,}}(?![\d]))
    """,
    re.VERBOSE,
)
_CARD_BEFORE = re.compile(r"(?:卡号|银行|[储蓄信用借记工农建招交]卡|[工农建招交]行|[账帐][号户])(?:(?!单)\D){0,6}$")
_ORDER_BEFORE = re.compile(r"(?:单|编号|货号)\D{0,6}$")

_ADDRESS_PARTS = re.compile(
    r"""
      (?P<door>(?<![\d\-])\d{1,3}-\d{1,2}-\d{2,4}(?![\d\-])|(?<!\d)\d{1,4}(?:号楼|号院|栋|幢|座|单元|弄|室)
        |(?<![a-z])[a-z]{1,3}(?:栋|幢|座|单元|号楼)|(?<!\d)\d{1,3}\#(?:\d{2,4}|楼)?)
    | (?P<small_door>(?<!\d)\d{1,4}(?:号|楼|组|队|层)|[一二三四五六七八九十]{1,3}(?:栋|幢|座|单元|号楼)
        |(?<![\d\-])\d{1,2}-\d{3,4}(?![\d\-]))
    | (?P<road>路|街|道|巷|胡同|村|镇|乡|小区|花园|公寓|大厦|广场|家园|社区|工业园|学校|大学|中学)
    | (?P<area>省|市|区|县|旗|州)
    """,
    re.VERBOSE,
)
"""A road before any door is an address; a district only before a door that is nothing else (`3栋`, `4-2-301`)."""
_NO_ADDRESS = re.compile(r"[^\u4e00-\u9fff0-9a-z\-# ]")
_ADDRESS_TAIL = re.compile(r"-?\d{2,4}(?![\d.元块个件天斤码号])")
_ADDRESS_LEAD = re.compile(r"[^\u4e00-\u9fff0-9a-z\- ]|(?<![省市区县旗州镇乡道]) |[寄发送在到是住给往去我收]|地址")
_AREA_IN_LEAD = re.compile(r"省|自治区|市|区|县|旗|州")
_TO_DOOR, _TO_NEXT_DOOR, _TO_ROAD, _TO_AREA, _LEAD = 16, 8, 16, 12, 48

_MAY_MATCH = re.compile(
    rf"\d{{4}}|www|http|@|号|栋|幢|座|单元|弄|室|\*\*\*|-\d|#|\d[楼组队层]|(?:{_DIGIT}{_BETWEEN}){{10}}{_DIGIT}"
)


@dataclass(frozen=True, slots=True)
class Lifted:
    """Something taken out of the text: `position` is where its mark stands in the lean text."""

    kind: str
    value: str
    position: int


def lift(text: str) -> tuple[str, list[int], tuple[Lifted, ...]]:
    """Lean text, where each of its characters stood in `text`, and what was lifted out."""
    if not _MAY_MATCH.search(text):
        return text, [], ()
    out: list[str] = []
    positions: list[int] = []
    lifted: list[Lifted] = []
    at = 0
    for start, end, kind in _personal(text):
        out.append(text[at:start])
        positions.extend(range(at, start))
        lifted.append(Lifted(kind, text[start:end], len(positions)))
        out.append(MARKS[kind])
        positions.append(start)
        at = end
    out.append(text[at:])
    positions.extend(range(at, len(text)))
    return "".join(out), positions, tuple(lifted)


def readable(text: str) -> str:
    """Lean text for people and logs: `⟨phone⟩` instead of the private character."""
    for mark, name in NAMES.items():
        if mark in text:
            text = text.replace(mark, name)
    return text


def shown(kind: str, value: str) -> str:
    """What may be told of a lifted value: numbers of orders and parcels whole, of people and cards the ends, no address."""
    if kind in ("address", "email"):
        return NAMES[MARKS[kind]]
    if kind in ("link", "tracking"):
        return value
    digits = re.sub(r"[^\d*x]", "", value.translate(_SPOKEN))
    if kind == "phone":
        mobile = re.search(r"1[3-9][\d*]{9}$", digits)
        return f"{mobile.group()[:3] if mobile else digits[:-8]}****{digits[-4:]}"
    kept = {"id_number": 3, "bank_card": 4}.get(kind)
    return digits if kept is None else digits[:kept] + "*" * (len(digits) - kept - 4) + digits[-4:]


def _personal(text: str) -> list[tuple[int, int, str]]:
    """[start, end) and kind of all that is lifted, in text order, not overlapping."""
    found = [(*m.span(), _kind(m, text)) for m in _NUMBERS.finditer(text)]
    rest = text
    for start, end, _ in found:
        rest = f"{rest[:start]}{MARKS['number'] * (end - start)}{rest[end:]}"
    return sorted([*found, *((start, end, "address") for start, end in _addresses(rest))])


def _kind(found: re.Match[str], text: str) -> str:
    """A long number is a bank card after a word of banks, or by its groups and check digit; else it may be an order."""
    kind = found.lastgroup or "number"
    if kind != "bank_card":
        return kind
    before = text[max(0, found.start() - 12) : found.start()]
    if _CARD_BEFORE.search(before):
        return "bank_card"
    grouped = not found.group().isdigit() and not _ORDER_BEFORE.search(before)
    return "bank_card" if grouped and _luhn(found.group()) else "number"


def _luhn(number: str) -> bool:
    digits = [int(c) for c in reversed(number) if c.isdigit()]
    doubled = (sum(divmod(2 * d, 10)) for d in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """One pass over roads, districts and doors: a door soon after a road opens an address, doors after it extend it."""
    road = area = None
    start, end = 0, 0
    for part in _ADDRESS_PARTS.finditer(text):
        if part.lastgroup == "road":
            road = part
        elif part.lastgroup == "area":
            area = part
        elif end and _near(text, end, part.start(), _TO_NEXT_DOOR):
            end = part.end()
        else:
            anchor = road
            if road is None or road.start() < end or not _near(text, road.end(), part.start(), _TO_DOOR):
                anchor = area if part.lastgroup == "door" else None
            if anchor is None or anchor.start() < end or not _near(text, anchor.end(), part.start(), _TO_DOOR):
                continue
            lead = _lead(text, end, anchor.start())
            if part.lastgroup == "small_door" and lead == anchor.start():
                continue  # a road without a name: `学校25号放假` tells a day
            if end:
                yield start, _with_tail(text, end)
            start, end = lead, part.end()
    if end:
        yield start, _with_tail(text, end)


def _near(text: str, end: int, start: int, most: int) -> bool:
    return start - end <= most and _NO_ADDRESS.search(text, end, start) is None


def _with_tail(text: str, end: int) -> int:
    tail = _ADDRESS_TAIL.match(text, end)
    return tail.end() if tail else end


def _lead(text: str, after: int, anchor: int) -> int:
    """Where the address of a road or district begins: with its province or city, after a word such as `寄到`."""
    begin = max(after, anchor - _LEAD)
    for cut in _ADDRESS_LEAD.finditer(text, begin, anchor):
        begin = cut.end()
    first = _AREA_IN_LEAD.search(text, begin, anchor)
    return max(begin, first.start() - _TO_AREA if first else anchor - _TO_ROAD)
