"""Short answers: what `可以的亲` says depends on what the buyer asked."""

from __future__ import annotations

import re

from bot.compliance.parts.text import view, words
from bot.domain.reply import Statement

_HELLO = (
    r"(?:亲|您好|你好|嗯|恩|哦|好的|客官|宝贝|在的|哈喽|抱歉|不好意思|对不起|非常|真的|暂时|目前|这个|这边|我们"
    r"|当然|肯定|必须|一定|都|也|是|[,~!、])*"
)
_VERBS = r"转|付|加|退|开|用|收|发|返|送|到|补|包|治|便宜|做|给|看|查|说|寄|留|改|关|提供|保证|有"
_VERB = rf"(?:{_VERBS})?(?:不了|到|了|出)?"
_TAIL = r"(?:的|了|啊|呀|哦|呢|哈|亲|滴|嗯|噢|喔|可以|没问题|行|放心|您|吧|啦|哟|客官)*(?=[,。!~;\n?]|$)"
_YES = words(
    rf"{_HELLO}(?:可以|行|好|能|支持|是|对|没错|有|会|要|需要|当然|没问题|ok|嗯|恩|保证|必须|肯定"
    rf"|放心){_VERB}{_TAIL}"
)
_NO = words(
    rf"{_HELLO}(?:不可以|不行|不能|不支持|没有|没|不会|不是|不提供|不给|不用|无法|没法|没办法|不包邮|不(?:{_VERBS})"
    r"|[开补退发]不了)"
    rf"{_VERB}{_TAIL}"
)
_UNSURE = words(
    rf"{_HELLO}(?:应该|可能|大概|估计|也许|好像|不清楚|不知道|不确定|说不好|不好说)(?:是|会|可以|有|吧)*{_TAIL}"
)
_ANSWERS = {"yes": _YES, "no": _NO, "unsure": _UNSURE}


def answered(
    said: Statement, asked: re.Pattern[str], answer: str, *, unless: re.Pattern[str] | None = None
) -> tuple[int, int] | None:
    """Where a short `yes`, `no` or `unsure` answers a question that matches `asked`; None when it does not.

    `unless` found in the rest of the text means that the answer goes on to something right.
    """
    if not said.buyer_said or not asked.search(view(said.buyer_said).plain):
        return None
    seen = view(said.text)
    match = _ANSWERS[answer].match(seen.plain)
    if match is None or match.end() == 0:
        return None
    if unless is not None and unless.search(seen.plain, match.end()):
        return None
    return match.span()
