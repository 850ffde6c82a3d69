"""From bytes to text, strictly: a wrong guess would put mojibake into replies without a word."""

from __future__ import annotations

import codecs
import re

from bot.errors import ImportRejected, Problem

_LINE_END = re.compile(r"\r\n|\n|\r")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(name: str, data: bytes) -> tuple[str, str]:
    """The text and the encoding it was read by: BOM, else strict UTF-8, else strict GB18030, else refused."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(name, data, encoding, skip=len(bom)), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as utf8_error:
        if _is_cut_utf8(data, utf8_error):
            raise _refused(name, data, utf8_error.start, "utf-8") from utf8_error
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as error:  # it is meant to be what it is for longer
            read, start = max(("gb18030", error.start), ("utf-8", utf8_error.start), key=lambda tried: tried[1])
            raise _refused(name, data, start, read) from error


def _is_cut_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """All was UTF-8 with Chinese in it until the last character broke off: GB18030 would read it as mojibake."""
    return error.reason == "unexpected end of data" and not data[: error.start].isascii()


def _strict(name: str, data: bytes, encoding: str, *, skip: int = 0) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused(name, data, skip + error.start, encoding) from error


def _refused(name: str, data: bytes, offset: int, tried: str) -> ImportRejected:
    line = 1 + len(_LINE_END.findall(data[:offset].decode(tried, errors="replace")))
    return ImportRejected(
        f"「{name}」的文字编码读不出来，没有导入任何内容。",
        problems=[
            Problem(
                f"{name}:{line} 第 {offset} 字节",
                f"不是完整的 {tried.upper()} 文字；应为 UTF-8 或 GBK/GB18030。文件可能下载不完整，请重新下载后再导入",
            )
        ],
    )
