"""Reading a JSON request: an object, whole, or a clear refusal."""

from __future__ import annotations

import json
from typing import Any

from flask import request

from bot.errors import BadInput, Problem


def json_object() -> dict[str, Any]:
    """The request's body. Other content types are refused, so that no foreign page's form reaches the API."""
    if request.mimetype != "application/json":
        raise _Refused(
            f"Content-Type is {request.mimetype or 'missing'!r}, expected application/json.",
            status=415,
            code="not_json",
        )
    try:
        body = json.loads(request.get_data(cache=False).decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _Refused(f"The body is not UTF-8 (byte {error.start}).") from error
    except RecursionError as error:
        raise _Refused("The body is nested too deep.") from error
    except ValueError as error:
        raise _Refused("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise _Refused("The body is no JSON object.")
    return body


def _no_constant(name: str) -> None:
    raise ValueError(name)


class _Refused(BadInput):
    hint = "请求的格式不对。"

    def __init__(self, message: str, *, status: int = 400, code: str = "bad_json") -> None:
        super().__init__(message, problems=[Problem("/", message)], code=code)
        self.status = status
