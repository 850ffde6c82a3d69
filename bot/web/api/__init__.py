"""The JSON API. Shapes: docs/api.md and openapi.yaml."""

from __future__ import annotations

import json
from typing import cast

from flask import Response, current_app

from bot.web.parts import WebParts


def parts() -> WebParts:
    """The parts of the app that serves this request."""
    return cast(WebParts, current_app.extensions["qinda"])


def as_json(document: object) -> Response:
    # half a surrogate pair, where one was let in, leaves as the escape that it came in
    told = json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(told, content_type="application/json; charset=utf-8")
