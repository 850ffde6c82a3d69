"""Whether the service can answer."""

from __future__ import annotations

from flask import Blueprint, Response

from bot.web.api import as_json, parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 with the model's version and the shop, or a problem document with 503."""
    return as_json({"status": "ok", **parts().ready()})
