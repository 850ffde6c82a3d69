"""Personal data and bare numbers in clean text: found, named, lifted out.

Every kind gives way to one character of Unicode's private area, so that a model sees that there was a phone number and
never which. Recall is measured, not total: a number spelled in words passes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = {
    "phone": "\ue001",
    "id_number": "\ue002",
    "address": "\ue003",
    "email": "\ue004",
    "link": "\ue005",
    "number": "\ue006",
    "tracking": "\ue007",
}
NAMES = {mark: f"⟨{kind}⟩" for kind, mark in MARKS.items()}

_SEPARATED = r"[ \-.]?"
_DETAIL = (
    r"(?:\d{1,4}(?:号楼|号院|栋|幢|座|单元|弄|号|室|楼|组|队|层)|[a-z一二三四五六七八九十]{1,3}(?:栋|幢|座|单元|号楼))"
)
_ROAD = r"(?:路|街|道|巷|胡同|村|镇|乡|小区|花园|公寓|大厦|广场|家园|新村|社区|工业园|学校|大学|中学)"
_PATTERNS = re.compile(
    rf"""
      (?P<link>(?:https?://|www\.)[^\s\u4e00-\u9fff]+)
    | (?P<email>[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)+)
    | (?P<id_number>(?<![0-9a-z])[1-9]\d{{5}}(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dx](?![0-9a-z]))
    | (?P<phone>(?<!\d)(?:\+?86{_SEPARATED})?1[3-9]\d{_SEPARATED}(?:\d{{4}}|\*{{4}}){_SEPARATED}(?:\d{{4}}|\*{{4}})(?!\d)
        |(?<!\d)0\d{{2,3}}-\d{{7,8}}(?!\d))
    | (?P<tracking>(?<![0-9a-z])(?:sf|yt|zt|yd|sto|jt|jd|db|ems|kk)[a-z]{{0,3}}\d{{9,16}}(?![0-9a-z])
        |(?<![0-9a-z])e[a-z]\d{{9}}cn(?![0-9a-z]))
    | (?P<number>(?<![\d.])\d{{8,}}(?![\d]))
    | (?P<address>(?:[\u4e00-\u9fff]{{2,12}}?(?:省|自治区|市|区|县|旗|镇|乡|州)){{0,4}}[\u4e00-\u9fff0-9a-z]{{1,16}}?{_ROAD}
        [\u4e00-\u9fff0-9a-z\-]{{0,16}}?{_DETAIL}(?:[\u4e00-\u9fff0-9a-z\-]{{0,8}}?{_DETAIL})*(?:-?\d{{2,4}}(?![\d.元块个件天斤码号]))?)
    """,
    re.VERBOSE,
)
_MAY_MATCH = re.compile(r"\d{4}|www|http|@|号|栋|幢|座|单元|弄|室|\*\*\*")


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
    for found in _PATTERNS.finditer(text):
        out.append(text[at : found.start()])
        positions.extend(range(at, found.start()))
        kind = found.lastgroup or "number"
        lifted.append(Lifted(kind, found.group(), len(positions)))
        out.append(MARKS[kind])
        positions.append(found.start())
        at = found.end()
    out.append(text[at:])
    positions.extend(range(at, len(text)))
    return "".join(out), positions, tuple(lifted)


def readable(text: str) -> str:
    """Lean text for people and logs: `⟨phone⟩` instead of the private character."""
    for mark, name in NAMES.items():
        if mark in text:
            text = text.replace(mark, name)
    return text
