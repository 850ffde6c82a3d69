"""The helper page."""

from __future__ import annotations

from flask import Blueprint, render_template

blueprint = Blueprint("page", __name__)


@blueprint.get("/")
def helper() -> str:
    """For the agent whose chat window is elsewhere: paste, pick, copy."""
    return render_template("helper.html")
