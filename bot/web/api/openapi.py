"""The OpenAPI 3.1 document; a test holds it against the routes and their answers."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import yaml
from flask import Blueprint, Response

from bot.web.api import as_json

blueprint = Blueprint("openapi", __name__)


@functools.cache
def document() -> dict[str, Any]:
    text = (resources.files("bot.web.api") / "openapi.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """This document."""
    return as_json(document())
