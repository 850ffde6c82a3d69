"""What the red-line rules share: the seller's text made plain, its clauses, negation and quotation.

Patterns are written for the *plain* text of a `View`: NFKC, lower-case, traditional characters made simplified,
invisible characters and spaces inside words taken out, an emoji as `~`. Punctuation is half-width there
(`,` `!` `?` `;` `:`), except `。` and `、`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from intents import simplify

_SINGLE = {0x2795: "加", 0x2026: "~", 0xFF5E: "~"}
_VARIANTS = str.maketrans("帐妳", "账你")
_NOISE = frozenset("·•*_|^.-'`")
_CLAUSE_END = re.compile(
    r"[。!?;\n~,]+|\.{2,}"
    r"|(?:[哦呢啦呀噢喔咯嘛啊吗吧哟](?!子|料)|哈(?!尔|哈|密|市)|[的了]亲)亲{0,2}(?=.)"
)
_SENTENCE_END = re.compile(r"[。!?;\n]")
_RETOLD = re.compile(
    r"(?:您|亲|你)(?:刚才|刚刚)?(?:是说|是想|是问|是要|是指|的意思是|想问|要问|问的|说的|提到|提的|指的|咨询的"
    r"|担心|反馈的?)[^。!;\n]{0,60}?(?:对吗|对吧|是吧|是吗|吗|么(?=[,?。!]|$)|对不对|是不是(?=[,?。!]|$)|\?)"
)
_SIGHT = 120
_OPEN, _CLOSE = '“「『"‘【', '”」』"’】'


@dataclass(frozen=True, slots=True)
class View:
    """A seller's text made plain, with the way back to its code points."""

    text: str
    plain: str
    at: tuple[int, ...]
    """`at[i]` is the place in `text` of `plain[i]`; one entry more than `plain` for the end."""
    clauses: tuple[int, ...]
    """Where clauses begin in `plain`, ascending, 0 first."""
    sentences: tuple[int, ...]
    """Where sentences begin, by full stops only."""
    retold: tuple[tuple[int, int], ...]
    """The buyer's words told back as a question: `您是想…对吗`."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of `plain` as code points of `text`."""
        return self.at[start], (self.at[end - 1] + 1 if end > start else self.at[start])

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clauses that [start, end) touches, without the punctuation that ends them."""
        first = self.clauses[bisect_right(self.clauses, start) - 1]
        after = bisect_right(self.clauses, max(start, end - 1))
        last = self.clauses[after] if after < len(self.clauses) else len(self.plain)
        while last > end and self.plain[last - 1] in "。!?;\n~,.、":
            last -= 1
        return first, last

    def sentence(self, start: int, end: int) -> str:
        """The sentence around [start, end), by full stops only, and no further than it can matter."""
        left = self.sentences[bisect_right(self.sentences, start) - 1]
        return self.plain[max(left, start - _SIGHT) : min(max(self.sentence_end(end), end), end + _SIGHT)]

    def sentence_end(self, at: int) -> int:
        """Where the sentence of the character before `at` ends, before its full stop."""
        after = bisect_right(self.sentences, max(0, at - 1))
        return self.sentences[after] - 1 if after < len(self.sentences) else len(self.plain)


@lru_cache(maxsize=4096)
def _plain_of(char: str) -> str:
    """One character made plain; "" for what nobody sees."""
    if ord(char) in _SINGLE:
        return _SINGLE[ord(char)]
    if char == "\n":
        return char
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Mn", "Me"):
        return " " if char in "\t\r" else ""
    if category == "So":
        folded = unicodedata.normalize("NFKC", char)
        return folded.lower() if folded != char else "~"
    return " " if char.isspace() else unicodedata.normalize("NFKC", char).lower()


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


@lru_cache(maxsize=128)
def view(text: str) -> View:
    """The plain view of a text; the last few are kept, for fifteen rules look at the same one."""
    raw = [(c, i) for i, char in enumerate(text) for c in _plain_of(char)]
    chars: list[str] = []
    at: list[int] = []
    breaks: set[int] = set()
    for n, (char, i) in enumerate(raw):
        before = chars[-1] if chars else ""
        after = raw[n + 1][0] if n + 1 < len(raw) else ""
        if char == " ":
            if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() and not _lone(raw, n):
                chars.append(char)
                at.append(i)
            elif not _lone(raw, n):
                breaks.add(len(chars))
            continue
        if char in _NOISE and _is_han(before) and _is_han(after):
            continue
        chars.append(char)
        at.append(i)
    plain = simplify("".join(chars)).translate(_VARIANTS)
    ends = {m.end() for m in _CLAUSE_END.finditer(plain)}
    return View(
        text=text,
        plain=plain,
        at=(*at, len(text)),
        clauses=_starts({*ends, *breaks}, plain),
        sentences=_starts({m.end() for m in _SENTENCE_END.finditer(plain)}, plain),
        retold=tuple(m.span() for m in _RETOLD.finditer(plain)),
    )


def _starts(places: set[int], plain: str) -> tuple[int, ...]:
    return tuple(sorted({0, *(p for p in places if p < len(plain))}))


def _lone(raw: Sequence[tuple[str, int]], n: int) -> bool:
    """The space at n stands beside a single character, as in `微 信` or `v x`: it hides a word, it parts nothing."""
    left = (n >= 2 and (n == 2 or not raw[n - 2][0].isalnum())) or n == 1
    right = n + 2 >= len(raw) or not raw[n + 2][0].isalnum()
    return left or right


_UNBOUNDED = re.compile(r"(?<!\\)(?P<end>\)|\]|\\d)(?P<how>[*+]|\{(?P<least>\d+),\})")


def words(pattern: str) -> re.Pattern[str]:
    """A pattern over plain text, for tables: layout blanks are dropped, `…` is up to eight characters of one clause.

    Every repetition is bounded (a group six times, a character twenty times more), so that a text of any length is read in
    a time that grows with its length and not with its square.
    """
    squeezed = re.sub(r"\s+", "", pattern).replace("…", r"(?:[^。!?;~,\n]{0,8}?)")
    return re.compile(_UNBOUNDED.sub(_bounded, squeezed))


def _bounded(match: re.Match[str]) -> str:
    least = int(match["least"] or (match["how"] == "+"))
    most = least + (6 if match["end"] == ")" else 20)
    return f"{match['end']}{{{least},{most}}}"


CHAT = (
    r"(?:微[~/\\+]?信|[薇威徽维]~?信|微x|v信|weixin|wechat|(?<![a-z0-9])(?:wx|vx)(?![a-z])|绿泡泡"
    r"|绿色(?:软件|聊天)|企微"
    r"|(?<![a-z])qq(?!糖|弹|星|软|面|肠|鱼)|[扣抠][扣抠]号?|企鹅号|(?<![a-z])q群)"
)
"""The chat programs outside the platform, with the ways people write around the word."""

# --- negation -----------------------------------------------------------------------------------------------------

_SCOPE = re.compile(
    # not negations, though they look it
    r"(?P<plain>不好意思|不过|不但|不仅|不管|不论|不光|不只|差不多|不错|对不起|无论|无忧|没问题|没事|没关系|不客气"
    r"|不断|不如|要不然|要不(?!要)"
    r"|(?P<a>[\u4e00-\u9fff])不(?P=a)|可不可以|方不方便|有没有"
    r"|不妨|特别|别的|别人|分别|个别|[级区性差]别|识别|无理由|不限"
    r"|不介意|不嫌|不放心"
    r"|[不别]着?急|[不别](?:用|要|必)?(?:担心|着急|客气)|不会打扰"
    r"|不麻烦|不方便(?=的|可以|就|[,~])|不懂|不清楚|不知道?|不明白"
    r"|不满意"
    r"|没(?:有)?收到|[没无缺未](?:货|付款)|无[线糖痕]|未来|非常|莫名|没想到|不同)"
    # two that make a yes
    r"|(?P<yes>(?:不是|没有|不会|并非|不可能|不能)(?:说)?(?:不|没|无)(?:可以|能|支持|行|让|给|会|管|理|负责|处理"
    r"|补|退)?|不得不)"
    # what comes after a refusal and offers
    r"|(?P<offer>的话|可以|能(?=加|用|转|走|付|直接)|直接|私下|但|可是|那就|就(?!是)|只能|只有|还是|而是|欢迎"
    r"|麻烦您|请(?!勿|不|别))"
    r"|(?P<no>(?:不(?:可以|能|要|用|会|支持|建议|允许|接受|得|可|必|需要?)?|没(?:有|法|办法)?|无法?|未|别|勿|切忌"
    r"|拒绝|禁止|严禁|谨防|避免|杜绝|并非"
    r"|警惕|远离|非(?!常|得|要)|谢绝)(?:直接|私下)?)"
)
_REFUSED_AFTER = re.compile(
    r"[^。!?;,\n]{0,10}?(?:的话|[呢哦])?(?:[,~](?:我们|这边|本店|小店|店里|店铺|平台|目前|暂时|都|是|也|真的|抱歉"
    r"|不好意思|这里|咱们|亲|这个|确实){0,5})?"
    r"(?:都|也|是|暂时?|目前|还)*(?:不支持|不可以|不行|不能|不接受|没有?开通|没办法|没法|无法|不允许|不安全|不合规"
    r"|违规|违反|禁止|不建议|不提供"
    r"|不方便|有风险|存在风险|没有?保障|不受|用不了|付不了|收不了"
    r"|加不了|转不了|不可行|不使用|不加的|不用的|不收的|不走"
    r"|不要相信|骗子|诈骗|是假的|千万别|请勿|不做|不存在|没有的)"
)
_LISTS = words(
    rf"(?:不(?:支持|接受|能|可以|加|要|用|收|走|会)|没有|请勿|无法|禁止)[^,。!?;]{{0,8}}(?:{CHAT}|转账|银行卡?|汇款"
    r"|支付|付款|交易|红包),$"
)
"""A refusal that goes on after its comma: `不支持微信，QQ付款`."""
_REACH_BACK = 40
_DENIED = re.compile(
    r"(?:不是|不会|没有|不可能|怎么会|怎么可能|哪会|哪能|并非|不存在|从不|从来不|绝不|决不|不应该|不该|不能"
    r"|不敢)(?:出现|说|让您?|是|因为|有)?.{0,3}$"
)
_GRANTED = re.compile(r"(?:的话|的|这个|这样|,|都|是|也)*(?:可以|没问题|行的|支持|能的|好的)")
"""Words told back and then agreed to are the seller's own."""
_SAYING = re.compile(r"(?:说|问|提到|提的|看到|写|反馈|留言|咨询|讲)(?:的|了|过|是|到|我们|你们|咱们)?[:,]?$")


def negated(seen: View, start: int, end: int) -> bool:
    """The words [start, end) of `plain` are refused in their clause: `我们不支持…`, `…是不可以的`, not `不是不可以…`."""
    first = max(_scope_start(seen, start), _scope_start(seen, max(start, end - 1)))
    if first == start and _LISTS.search(seen.plain, _scope_start(seen, max(0, start - 2)), start):
        return True
    last = ""
    for token in _SCOPE.finditer(seen.plain, first, end):
        if token.lastgroup not in ("plain", "a"):
            last = token.lastgroup or ""
    if last == "no" or seen.plain.startswith(("不了", "不成", "不起"), end):
        return True
    return last == "" and _REFUSED_AFTER.match(seen.plain, end) is not None


def _scope_start(seen: View, start: int) -> int:
    """Where the clause of `start` begins, or how far back a negation can reach."""
    return max(seen.clauses[bisect_right(seen.clauses, start) - 1], start - _REACH_BACK)


def denied(seen: View, start: int, end: int) -> bool:
    """A refusal [start, end) is itself denied: `不是` before `不能开发票`, `不会不给您开`."""
    first = _scope_start(seen, start)
    if _DENIED.search(seen.plain[first:start]):
        return True
    return any(token.lastgroup == "yes" for token in _SCOPE.finditer(seen.plain, first, end))


def quoted(seen: View, start: int, end: int) -> bool:
    """[start, end) are the buyer's words told back: `您说的“…”`, `您是想…对吗`."""
    plain = seen.plain
    opened = max((plain.rfind(mark, 0, start + 1) for mark in _OPEN), default=-1)
    closed = min((at for mark in _CLOSE if (at := plain.find(mark, end - 1)) >= 0), default=-1)
    if opened >= 0 and closed >= 0 and not any(mark in plain[opened + 1 : start] for mark in _CLOSE):
        granted = _GRANTED.match(plain, closed + 1) is not None
        if _SAYING.search(plain[:opened]) and not granted:
            return True
    return any(left <= start and end <= right for left, right in seen.retold)
