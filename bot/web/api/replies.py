"""A message to answer, and a draft to check."""

from __future__ import annotations

from flask import Blueprint, Response

from bot.web.api import as_json, parts
from bot.web.reading import json_object

blueprint = Blueprint("replies", __name__)


@blueprint.post("/api/v1/replies")
def reply() -> Response:
    """The three best replies to a buyer's message."""
    return as_json(parts().assistant.reply(json_object(), shop_id=parts().shop_id).document())


@blueprint.post("/api/v1/check")
def check() -> Response:
    """The red lines that one draft crosses."""
    return as_json(parts().check_rows([{"id": "draft", **json_object()}])[0])
