"""Every error Qinda raises on purpose.

QindaError
├── SettingsError        a setting is nonsense: the start stops
├── BadInput             what a person or a program gave cannot be used (HTTP 4xx, exit code 1)
│   ├── ImportRejected   a file was refused; the store is as it was
│   ├── UnknownId        an id names nothing that the asker may see
│   └── TooLarge         more than the limit of the face
├── NoModel              no usable model is installed
└── StoreError           the database failed; `retry` says whether trying again can help

The errors of understanding (a damaged model, a wrong definition) live in `intents.errors`.
No message holds buyer text, phone or order numbers: they go into logs.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was given, and where (`"orders.csv:12 实付金额"`, `"/text"`)."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class QindaError(Exception):
    """Base of all: `code` is stable and may be shown, `hint` is a short Chinese sentence for the agent."""

    code = "error"
    hint = "出了点问题，请稍后再试。"
    status = 500

    def __init__(self, message: str, *, problems: Sequence[Problem] = (), code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {p}" for p in self.problems)])


class SettingsError(QindaError):
    code = "settings"
    hint = "设置有误，服务没有启动。"


class BadInput(QindaError):
    code = "bad_input"
    hint = "提交的内容有误，请检查后再试。"
    status = 422


class ImportRejected(BadInput):
    code = "import_rejected"
    hint = "文件有误，没有导入任何内容。"


class UnknownId(BadInput):
    code = "unknown_id"
    hint = "没有找到。"
    status = 404


class TooLarge(BadInput):
    code = "too_large"
    hint = "内容太长了。"
    status = 413


class NoModel(QindaError):
    code = "no_model"
    hint = "还没有可用的模型，请先训练。"
    status = 503


class StoreError(QindaError):
    code = "store"
    hint = "数据库暂时不可用，请稍后再试。"
    status = 503

    def __init__(self, message: str, *, retry: bool = False) -> None:
        super().__init__(message)
        self.retry = retry


def trail(error: BaseException) -> str:
    """For logs: types, codes and frames of an error and of what caused it, innermost frame first.

    Never its words: a library's message may quote what the buyer wrote.
    """
    told: list[str] = []
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        code = f" ({step.code})" if isinstance(step, QindaError) else ""
        frames = [
            f"{PurePath(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in reversed(traceback.extract_tb(step.__traceback__))
        ]
        told.append(f"{type(step).__name__}{code} at {', '.join(frames) or 'no frame'}")
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "; after ".join(told)
