"""The Flask app: limits, headers and blueprints over the parts it is handed."""

from __future__ import annotations

import mimetypes
import re

from flask import Flask, Response, abort, request

from bot.web import problems
from bot.web.api.openapi import blueprint as openapi_blueprint
from bot.web.api.replies import blueprint as replies_blueprint
from bot.web.api.shop import blueprint as shop_blueprint
from bot.web.api.sorting import blueprint as sorting_blueprint
from bot.web.health import blueprint as health_blueprint
from bot.web.page import blueprint as page_blueprint
from bot.web.parts import WebParts

LARGEST_BODY = 256 * 1024
_THIS_MACHINE = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
"""A page of another origin that has its name point here is refused: nothing but this machine is served yet.

Not Flask's TRUSTED_HOSTS, which cannot name an IPv6 address."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def create_app(parts: WebParts) -> Flask:
    """The WSGI app of one shop."""
    # a machine whose registry calls .js text/plain would have its browser refuse every script
    mimetypes.add_type("text/javascript", ".js")
    app = Flask(__name__, static_folder="static", template_folder="pages")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY)
    app.extensions["qinda"] = parts
    problems.install(app)
    for blueprint in (
        replies_blueprint,
        sorting_blueprint,
        shop_blueprint,
        openapi_blueprint,
        health_blueprint,
        page_blueprint,
    ):
        app.register_blueprint(blueprint)

    @app.before_request
    def _only_this_machine() -> None:
        if _THIS_MACHINE.fullmatch(request.headers.get("Host", "")) is None:
            abort(400, "The Host is not this machine; only 127.0.0.1, localhost and [::1] are served.")

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        if response.mimetype != "text/css" and response.mimetype != "text/javascript":
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return app
