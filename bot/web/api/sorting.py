"""Messages to sort into intents, and Rasa's parse."""

from __future__ import annotations

from flask import Blueprint, Response

from bot.desk.parse import parse
from bot.desk.sorting import row_faults, sort_messages
from bot.errors import BadInput, Problem
from bot.web.api import as_json, parts
from bot.web.reading import json_object

blueprint = Blueprint("sorting", __name__)


@blueprint.post("/api/v1/classify")
def classify() -> Response:
    """What each message asks."""
    body = json_object()
    if unknown := sorted(body.keys() - {"messages"}):
        raise BadInput(
            "The request cannot be read.", problems=[Problem("/", f"{len(unknown)} unknown fields; known: messages.")]
        )
    return as_json({"messages": sort_messages(parts().classifier(), body.get("messages"), now=parts().clock.now())})


@blueprint.post("/model/parse")
def rasa_parse() -> Response:
    """The same, in the shape that Rasa's server gives."""
    body = json_object()
    if problems := row_faults(
        {"id": "" if body.get("message_id") is None else body["message_id"], "text": body.get("text")}, ""
    ):
        raise BadInput("The message cannot be read.", problems=problems)
    return as_json(parse(parts().classifier(), body["text"], body.get("message_id"), now=parts().clock.now()))
