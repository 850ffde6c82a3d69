"""Errors over HTTP: problem documents (RFC 9457) with a stable code and a short Chinese sentence."""

from __future__ import annotations

import json
import logging

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from bot.errors import QindaError, trail
from intents import IntentsError

log = logging.getLogger(__name__)
_HINTS = {
    400: "请求的格式不对。",
    404: "没有这个地址。",
    405: "这个地址不支持这种请求。",
    413: "内容太长了。",
    415: "请用 JSON 提交。",
}


def problem(status: int, code: str, title: str, detail: str, errors: list[dict[str, str]] | None = None) -> Response:
    """`detail` and `errors` never quote what was sent, only where it went wrong."""
    body = {
        "type": f"urn:qinda:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors or [],
    }
    # half a surrogate pair in a field's name leaves as the escape that it came in
    told = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(told, status=status, content_type="application/problem+json; charset=utf-8")


def install(app: Flask) -> None:
    """Every error of the app leaves as a problem document."""

    @app.errorhandler(QindaError)
    def _ours(error: QindaError) -> Response:
        if error.status >= 500:
            log.error("%s: %s", error.code, error.message)
        places = [{"where": p.where, "message": p.message} for p in error.problems]
        return problem(error.status, error.code, error.hint, error.message, places)

    @app.errorhandler(IntentsError)
    def _understanding(error: IntentsError) -> Response:
        log.error("%s: %s", error.code, error)
        return problem(503, error.code, "模型暂时不可用，请稍后再试。", str(error).splitlines()[0])

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        return problem(
            status, f"http_{status}", _HINTS.get(status, "出了点问题，请稍后再试。"), error.description or error.name
        )

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        log.error("an unexpected error: %s", trail(error))
        return problem(500, "unexpected", "出了点问题，请稍后再试。", "An unexpected error; it was logged.")
