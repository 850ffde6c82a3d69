"""The JSON API keeps its document, and refuses what does not fit without a word of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jsonschema
import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import bot.compliance
from bot.assistant import Assistant
from bot.compliance.check_data import check_rows
from bot.compliance.guard import Guard
from bot.errors import NoModel
from bot.registry import modules_with
from bot.web.app import LARGEST_BODY, create_app
from bot.web.parts import WebParts
from intents import Classifier, IntentCatalog, NoModelError, Prediction
from tests.architecture import ROOT
from tests.cast import (
    BUYER,
    HOODIE,
    ORDER_ID,
    OTHER_SHOP_ID,
    SHOP,
    SHOP_ID,
    STRANGER,
    STRANGERS_ORDER_ID,
    prediction,
)
from tests.fakes import FakeOrderSource, FixedClock

DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "bot/web/api/openapi.yaml").read_text("utf-8"))
POSTS = {
    "/api/v1/replies": {"text": "有货吗"},
    "/api/v1/classify": {"messages": [{"id": "m1", "text": "有货吗"}]},
    "/api/v1/check": {"text": "亲，有货的哦"},
    "/model/parse": {"text": "有货吗"},
}
GETS = ("/api/v1/shop", "/api/v1/buyers", "/api/v1/orders", "/api/v1/items", "/healthz", "/openapi.json")


@pytest.fixture(scope="session")
def shipped_guard() -> Guard:
    return Guard(list(modules_with(bot.compliance, "ID").values()))  # type: ignore[arg-type]


@pytest.fixture
def parts(
    assistant: Assistant,
    classifier: Classifier,
    catalog: IntentCatalog,
    orders: FakeOrderSource,
    clock: FixedClock,
    shipped_guard: Guard,
) -> WebParts:
    return WebParts(
        assistant=assistant,
        shop_id=SHOP_ID,
        knowledge=lambda: assistant.shelf(SHOP_ID).knowledge,
        classifier=lambda: classifier,
        check_rows=lambda rows: check_rows(rows, shipped_guard.check),
        orders=orders,
        buyers=orders,
        catalog=catalog,
        clock=clock,
        ready=lambda: {"model": classifier.version, "shop": SHOP.name},
    )


@pytest.fixture
def api_app(parts: WebParts) -> Flask:
    return create_app(parts)


@pytest.fixture
def client(api_app: Flask) -> FlaskClient:
    return api_app.test_client()


def schema(ref: Mapping[str, Any]) -> jsonschema.Draft202012Validator:
    """A schema of the document, its references resolved within it; unknown keys of the whole document do no harm."""
    return jsonschema.Draft202012Validator({**DOCUMENT, **ref}, format_checker=jsonschema.FormatChecker())


def promised(method: str, path: str, response: TestResponse) -> Any:
    """The answer, after it was held against the schema that the document promises for its status."""
    responses = DOCUMENT["paths"][path][method]["responses"]
    answer = responses.get(str(response.status_code), responses["default"])
    if "$ref" in answer:
        answer = DOCUMENT["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    assert response.mimetype in answer["content"]
    body = json.loads(response.get_data(as_text=True))
    schema(answer["content"][response.mimetype]["schema"]).validate(body)
    return body


def post(client: FlaskClient, path: str, body: Any) -> Any:
    return promised("post", path, client.post(path, json=body))


def refused(client: FlaskClient, path: str, response: TestResponse) -> dict[str, Any]:
    body: dict[str, Any] = promised("post", path, response)
    assert 400 <= response.status_code < 500
    assert response.mimetype == "application/problem+json"
    assert body["status"] == response.status_code
    assert any("\u4e00" <= c <= "\u9fff" for c in body["title"])
    return body


# the document


def test_every_route_is_in_the_document_and_every_path_is_a_route(api_app: Flask) -> None:
    routes = {
        (str(rule.rule).replace("<path:filename>", "{filename}"), method.lower())
        for rule in api_app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods}


def test_every_schema_of_the_document_is_one_and_every_reference_leads_somewhere() -> None:
    for name, found in DOCUMENT["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(found)
        assert name
    for ref in set(re.findall(r"'\$ref': '(#/[^']+)'", str(DOCUMENT))):
        place: Any = DOCUMENT
        for part in ref[2:].split("/"):
            place = place[part]


def test_the_examples_of_the_document_fit_it_and_are_answered(client: FlaskClient) -> None:
    for path in POSTS:
        content = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        schema(content["schema"]).validate(content["example"])
        assert client.post(path, json=content["example"]).status_code == 200


def test_the_document_is_served_as_it_is_written(client: FlaskClient) -> None:
    assert promised("get", "/openapi.json", client.get("/openapi.json")) == DOCUMENT


@pytest.mark.parametrize("path", GETS)
def test_what_can_be_read_has_the_promised_shape(path: str, client: FlaskClient) -> None:
    response = client.get(path)
    assert response.status_code == 200
    promised("get", path, response)


# replies


def test_a_message_has_replies_with_their_trail(client: FlaskClient) -> None:
    answer = post(client, "/api/v1/replies", {"text": "这款卫衣有货吗", "item_id": HOODIE.item_id})
    assert (answer["decision"], answer["reason"], answer["item_id"]) == ("answer", "understood", HOODIE.item_id)
    assert answer["candidates"][0]["text"] == "亲，加绒卫衣有货的哦"
    assert answer["candidates"][0]["facts"]["item"] == "加绒卫衣"
    assert answer["candidates"][0]["facts"]["as_of"] == "2026-11-22T03:00:00+00:00"
    assert answer["intents"][0]["intent"] == "stock" and answer["intents"][0]["because"]


@pytest.mark.parametrize(
    "text",
    [
        "有货吗",
        "亲，有货吗？发哈尔滨顺丰多少钱",
        "我要投诉你们12315",
        "转人工",
        "😀",
        "asdf",
        "我要退款，订单2026112200000000017",
        "你好" * 5_000,
    ],
)
@pytest.mark.parametrize("buyer", [None, BUYER, STRANGER, "没有这个人"])
def test_every_answer_has_the_promised_shape(text: str, buyer: str | None, client: FlaskClient) -> None:
    assert post(client, "/api/v1/replies", {"text": text, "buyer": buyer, "limit": 10})["model"]


def test_an_order_of_another_account_is_as_if_it_did_not_exist(client: FlaskClient) -> None:
    asked = {"text": "什么时候发货", "buyer": "没有这个人"}
    answers = [client.post("/api/v1/replies", json={**asked, "order_id": o}) for o in (STRANGERS_ORDER_ID, "1" * 19)]
    told = [refused(client, "/api/v1/replies", answer) for answer in answers]
    assert told[0] == told[1]
    assert (told[0]["status"], told[0]["code"]) == (404, "unknown_id")


def test_the_order_of_the_account_is_answered_from(client: FlaskClient) -> None:
    answer = post(client, "/api/v1/replies", {"text": "什么时候发货", "buyer": BUYER, "order_id": ORDER_ID})
    assert answer["order_id"] == ORDER_ID
    assert answer["candidates"][0]["text"] == "亲，您11月22日09:00付的款，最晚11月24日09:00发出"


# sorting


def test_messages_are_sorted_in_their_order(client: FlaskClient) -> None:
    rows = [
        {"id": "a", "text": "能发顺丰吗"},
        {"id": 2, "text": "有货吗", "context": [["agent", "在的"]]},
    ]
    told = post(client, "/api/v1/classify", {"messages": rows})["messages"]
    assert [(row["id"], row["intent"]) for row in told[:2]] == [("a", "courier_choice"), (2, "stock")]
    assert told[0]["entities"] == [{"entity": "courier", "start": 2, "end": 4, "value": "顺丰"}]


def test_a_thousand_messages_are_sorted_and_one_more_is_refused(client: FlaskClient) -> None:
    rows = [{"id": n, "text": "有货"} for n in range(1_001)]
    assert len(post(client, "/api/v1/classify", {"messages": rows[:1_000]})["messages"]) == 1_000
    assert (
        refused(client, "/api/v1/classify", client.post("/api/v1/classify", json={"messages": rows}))["status"] == 422
    )


def test_every_bad_row_is_told(client: FlaskClient) -> None:
    rows = [
        {"id": "a", "text": "有货"},
        {"id": "b"},
        3,
        {"id": True, "text": "有货"},
        {"id": "c", "text": "有货", "context": "在"},
    ]
    body = refused(client, "/api/v1/classify", client.post("/api/v1/classify", json={"messages": rows}))
    assert [e["where"] for e in body["errors"]] == [
        "/messages/1/text",
        "/messages/2",
        "/messages/3/id",
        "/messages/4/context",
    ]


def test_rasa_s_shape_has_the_whole_ranking(client: FlaskClient, catalog: IntentCatalog) -> None:
    told = post(client, "/model/parse", {"text": "能发顺丰吗", "message_id": "m7"})
    assert (told["message_id"], told["intent"]["name"], told["text"]) == ("m7", "courier_choice", "能发顺丰吗")
    assert {r["name"] for r in told["intent_ranking"]} == set(catalog)
    assert told["entities"][0]["extractor"] == "qinda"


@pytest.mark.parametrize("ranked", [(("other", 0.9), ("stock", 0.1)), (("stock", 0.24), ("price", 0.2))])
def test_what_is_not_understood_is_rasa_s_fallback(
    ranked: tuple[tuple[str, float], ...], api_app: Flask, client: FlaskClient
) -> None:
    class Unsure:
        def predict(self, text: str, *, now: datetime) -> Prediction:
            return prediction(text, *ranked)

    object.__setattr__(api_app.extensions["qinda"], "classifier", Unsure)
    told = post(client, "/model/parse", {"text": "今天天气怎么样"})
    assert told["intent"] == {"name": "nlu_fallback", "confidence": 0.3}
    assert [r["name"] for r in told["intent_ranking"]] == ["nlu_fallback", *(name for name, _ in ranked)]


# check


def test_a_draft_is_checked_with_a_place_and_a_rewrite(client: FlaskClient) -> None:
    text = "亲，加我微信给您发红包哦"
    findings = post(client, "/api/v1/check", {"text": text, "buyer_said": "能便宜吗"})["findings"]
    assert "微信" in "".join(text[f["start"] : f["end"]] for f in findings)
    assert all("微信" not in f["rewrite"] for f in findings)
    assert post(client, "/api/v1/check", {"text": findings[0]["rewrite"]})["findings"] == []
    assert post(client, "/api/v1/check", {"text": "亲，有货的哦"}) == {"id": "draft", "findings": []}


@pytest.mark.parametrize(
    "body", [{"text": "好", "id": "\ud800"}, {"text": "好", "\ud800": 1}, {"text": "好", "facts": {"\ud800": "\ud800"}}]
)
def test_half_a_surrogate_pair_breaks_no_check(body: dict[str, Any], client: FlaskClient) -> None:
    response = client.post("/api/v1/check", data=as_sent(body), content_type="application/json")
    assert response.status_code in (200, 422)
    promised("post", "/api/v1/check", response)


# the page's lists


def test_the_lists_tell_this_shop_only(client: FlaskClient) -> None:
    shop = promised("get", "/api/v1/shop", client.get("/api/v1/shop"))
    assert (shop["name"], shop["intents"]["complaint"]["risk"]) == ("青山小铺", "high")
    assert promised("get", "/api/v1/buyers", client.get("/api/v1/buyers?q="))["buyers"] == [STRANGER, BUYER]
    assert promised("get", "/api/v1/buyers", client.get("/api/v1/buyers?q=晴天"))["buyers"] == [BUYER]
    theirs = promised("get", "/api/v1/orders", client.get("/api/v1/orders", query_string={"buyer": STRANGER}))["orders"]
    assert [o["order_id"] for o in theirs] == [STRANGERS_ORDER_ID]
    assert OTHER_SHOP_ID not in json.dumps(theirs)


def test_nothing_of_the_receiver_is_listed(client: FlaskClient) -> None:
    shown = client.get("/api/v1/orders", query_string={"buyer": BUYER}).get_data(as_text=True)
    assert ORDER_ID in shown
    assert not any(secret in shown for secret in ("林晓", "13800001234", "中央大街"))


def test_nobody_s_orders_are_nobody_s(client: FlaskClient) -> None:
    assert promised("get", "/api/v1/orders", client.get("/api/v1/orders"))["orders"] == []


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("卫衣", ["61000001"]),
        ("湿纸巾", ["61000003"]),
        ("竹浆 抽纸", ["61000002"]),
        ("61000001", ["61000001"]),
        ("没有", []),
    ],
)
def test_items_are_found_by_all_their_names(q: str, ids: list[str], client: FlaskClient) -> None:
    found = promised("get", "/api/v1/items", client.get("/api/v1/items", query_string={"q": q}))["items"]
    assert [item["item_id"] for item in found] == ids


@pytest.mark.parametrize("path", ["/api/v1/buyers?q=", "/api/v1/items?q=", "/api/v1/orders?buyer="])
@pytest.mark.parametrize(
    "words", ["%00", "%ff%fe", "%ed%a0%80", "%25_", "a" * 5_000, "%27%20OR%201=1--", "%F0%9F%98%80"]
)
def test_no_search_word_breaks_a_list(path: str, words: str, client: FlaskClient) -> None:
    response = client.get(path + words)
    assert response.status_code == 200
    promised("get", path.partition("?")[0], response)


# what is refused

DEEP = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
RAW_BODIES: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "not JSON": (b"text=hello", 400),
    "half": (b'{"text": "', 400),
    "a list": (b"[]", 400),
    "a text": (b'"hi"', 400),
    "null": (b"null", 400),
    "a number": (b"3", 400),
    "not UTF-8": (b'{"text": "\xff\xfe"}', 400),
    "GBK": ('{"text": "有货吗"}'.encode("gbk"), 400),
    "UTF-16": ('{"text": "hi"}'.encode("utf-16"), 400),
    "NaN": (b'{"text": NaN}', 400),
    "Infinity": (b'{"text": -Infinity}', 400),
    "ten thousand digits": (b'{"text": ' + b"9" * 10_000 + b"}", 400),
    "deep": (DEEP, 400),
    "300 KB": (b'{"text": "' + b"a" * 300_000 + b'"}', 413),
}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", RAW_BODIES)
def test_a_body_that_is_no_json_object_is_refused(kind: str, path: str, client: FlaskClient) -> None:
    raw, status = RAW_BODIES[kind]
    response = client.post(path, data=raw, content_type="application/json")
    assert refused(client, path, response)["status"] == status


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonp", "text/json"],
)
def test_another_content_type_is_refused(content_type: str, path: str, client: FlaskClient) -> None:
    body = refused(client, path, client.post(path, data=json.dumps(POSTS[path]), content_type=content_type))
    assert (body["status"], body["code"]) == (415, "not_json")


VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "number": 3,
    "2^63": 2**63,
    "-1": -1,
    "1e400": 1e300,
    "list": [],
    "list of texts": ["有货吗"],
    "object": {},
    "deep": [[[[[[[[]]]]]]]],
    "lone surrogate": "有货\ud83d吗",
    "NUL": "有货\x00吗",
    "21,000 characters": "货" * 21_000,
    "SQL": "' OR 1=1 --",
    "template": "{paid}{{7*7}}${x}%s",
}


def as_sent(body: Any) -> bytes:
    """Lone surrogates as escapes, which is how they can be sent at all."""
    return json.dumps(body).encode()


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("name", ["text", "buyer", "order_id", "item_id", "conversation_id", "context", "limit"])
def test_no_value_of_a_reply_s_field_breaks_the_answer(name: str, kind: str, client: FlaskClient) -> None:
    response = client.post(
        "/api/v1/replies", data=as_sent({"text": "有货吗", name: VALUES[kind]}), content_type="application/json"
    )
    fine = {"SQL", "template"} if name not in ("context", "limit", "order_id", "item_id") else set()
    fine |= {"null"} if name not in ("text", "limit") else set()
    fine |= {"number"} if name == "limit" else {"list"} if name == "context" else set()
    if kind in fine:
        assert response.status_code == 200
        promised("post", "/api/v1/replies", response)
    elif kind in ("SQL", "template") and name in ("order_id", "item_id"):
        assert refused(client, "/api/v1/replies", response)["code"] == "unknown_id"
    else:
        assert refused(client, "/api/v1/replies", response)["status"] == (
            413 if kind.startswith("21") and name not in ("context", "limit") else 422
        )


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/api/v1/classify", "messages"),
        ("/api/v1/classify", "id"),
        ("/api/v1/classify", "text"),
        ("/api/v1/classify", "context"),
        ("/model/parse", "text"),
        ("/model/parse", "message_id"),
        ("/api/v1/check", "text"),
    ],
)
def test_no_value_of_another_field_breaks_the_answer(path: str, where: str, kind: str, client: FlaskClient) -> None:
    value = VALUES[kind]
    row = {"id": "m1", "text": "有货吗", where: value}
    body = (
        {"messages": value}
        if where == "messages"
        else {"messages": [row]}
        if "classify" in path
        else {"text": "有货吗", where: value}
    )
    response = client.post(path, data=as_sent(body), content_type="application/json")
    assert response.status_code in (200, 413, 422)
    promised("post", path, response)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/replies", {"text": "有货吗", "shop_id": OTHER_SHOP_ID}),
        ("/api/v1/replies", {"text": "有货吗", "role": "admin", "\ud800": 1}),
        ("/api/v1/replies", {}),
        ("/api/v1/replies", {"text": ""}),
        ("/api/v1/replies", {"text": " \n "}),
        ("/api/v1/replies", {"text": "有货吗", "limit": 0}),
        ("/api/v1/replies", {"text": "有货吗", "limit": 11}),
        ("/api/v1/replies", {"text": "有货吗", "limit": 2.5}),
        ("/api/v1/replies", {"text": "有货吗", "buyer": "x" * 129}),
        ("/api/v1/replies", {"text": "有货吗", "context": [["seller", "在"]]}),
        ("/api/v1/replies", {"text": "有货吗", "context": [["agent", "在", 3]]}),
        ("/api/v1/replies", {"text": "有货吗", "context": [["agent", "在"]] * 51}),
        ("/api/v1/classify", {}),
        ("/api/v1/classify", {"messages": "有货吗"}),
        ("/api/v1/classify", {"messages": [], "shop_id": "x"}),
        ("/api/v1/check", {}),
        ("/model/parse", {}),
    ],
)
def test_what_does_not_fit_is_refused(path: str, body: dict[str, Any], client: FlaskClient) -> None:
    told = refused(client, path, client.post(path, data=as_sent(body), content_type="application/json"))
    assert told["status"] == 422 and told["errors"]


def test_no_problem_quotes_what_was_sent(client: FlaskClient) -> None:
    secret = "我是林晓13800138000"
    for body in (
        {"text": 3, secret: 1},
        {"text": "有货吗", "limit": secret},
        {"text": "有货吗", "context": [[secret, secret]]},
    ):
        response = client.post("/api/v1/replies", json=body)
        refused(client, "/api/v1/replies", response)
        assert "13800138000" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/nothing", 404),
        ("get", "/api/v1/replies", 405),
        ("put", "/healthz", 405),
        ("get", "/static/../app.py", 404),
    ],
)
def test_a_wrong_address_is_a_problem_too(method: str, path: str, status: int, client: FlaskClient) -> None:
    response = client.open(path, method=method.upper())
    assert response.status_code == status
    schema({"$ref": "#/components/schemas/Problem"}).validate(response.get_json(force=True))


# trouble


def test_trouble_is_told_by_its_code_and_not_by_its_words(
    api_app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Mapping[str, object]:
        try:
            raise ValueError("林晓 13800138000")
        except ValueError as error:
            raise RuntimeError("secret 13800138000") from error

    object.__setattr__(api_app.extensions["qinda"], "ready", broken)
    response = client.get("/healthz")
    assert (response.status_code, promised("get", "/healthz", response)["code"]) == (500, "unexpected")
    assert "13800138000" not in response.get_data(as_text=True)
    assert len(caplog.records) == 1
    assert "RuntimeError at test_api.py:" in caplog.text
    assert not any(private in caplog.text for private in ("13800138000", "林晓", "secret"))


@pytest.mark.parametrize("error", [NoModel("No model."), NoModelError("No model.", ["Model x: y"])])
def test_a_service_without_a_model_says_so(error: Exception, api_app: Flask, client: FlaskClient) -> None:
    def broken() -> Classifier:
        raise error

    object.__setattr__(api_app.extensions["qinda"], "classifier", broken)
    body = post(client, "/api/v1/classify", {"messages": []})
    assert (body["status"], body["code"]) == (503, "no_model")


# headers and hosts


@pytest.mark.parametrize("path", [*GETS, "/", "/nothing", "/static/icon.svg"])
def test_every_answer_has_the_headers_of_safety(path: str, client: FlaskClient) -> None:
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers and "Set-Cookie" not in headers


def test_answers_are_kept_by_nobody(client: FlaskClient) -> None:
    assert client.post("/api/v1/replies", json={"text": "有货吗"}).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.5",
        "127.0.0.1@evil.example",
        "127.0.0.1:x",
        "",
    ],
)
def test_a_foreign_host_is_refused(host: str, client: FlaskClient) -> None:
    assert client.get("/api/v1/buyers", headers={"Host": host}).status_code == 400
    assert client.post("/api/v1/replies", json={"text": "有货吗"}, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000"])
def test_this_machine_is_served(host: str, client: FlaskClient) -> None:
    assert client.get("/api/v1/buyers", headers={"Host": host}).status_code == 200


def test_a_body_of_the_very_limit_is_read(client: FlaskClient) -> None:
    raw = b'{"text": "' + b"a" * (LARGEST_BODY - 12) + b'"}'
    assert len(raw) == LARGEST_BODY
    body = refused(client, "/api/v1/replies", client.post("/api/v1/replies", data=raw, content_type="application/json"))
    assert body["code"] == "too_large"
