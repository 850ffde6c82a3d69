"""The address, and the work beside the server."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path

import pytest
from flask import Flask

import server
from bot.errors import SettingsError, StoreError
from bot.settings import read_settings
from bot.web import serving


@pytest.fixture
def taken() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def test_an_address_in_use_is_told_with_what_to_do(taken: socket.socket) -> None:
    with taken, pytest.raises(SettingsError, match="already in use") as told:
        serving.listen(*taken.getsockname())
    assert "QINDA_BIND" in str(told.value) and "\n" not in str(told.value)


def test_a_taken_port_ends_serve_in_one_line_before_anything_is_laid(
    taken: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QINDA_HOME", str(tmp_path))
    monkeypatch.setenv("QINDA_BIND", f"127.0.0.1:{taken.getsockname()[1]}")
    monkeypatch.setattr("sys.argv", ["qinda", "serve"])
    monkeypatch.setattr(server.Parts, "lay_demo", lambda _: pytest.fail("the demo was laid"))
    with taken, pytest.raises(SystemExit) as ended:
        server.main()
    told = capsys.readouterr()
    assert ended.value.code == 1
    assert told.err.count("\n") == 1 and "already in use" in told.err and "serves" not in told.err


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_every_loopback_address_can_be_had(host: str) -> None:
    with serving.listen(host, 0) as at:
        assert at.getsockname()[1] > 0


def test_it_says_that_it_serves_when_connections_are_taken() -> None:
    app, said = Flask("tried"), []

    def started() -> None:
        said.append("serves")
        socket.create_connection(at.getsockname()).close()
        raise KeyboardInterrupt

    with serving.listen("127.0.0.1", 0) as at, pytest.raises(KeyboardInterrupt):
        serving.serve(app, at, started=started)
    assert said == ["serves"]


def test_work_is_done_again_and_again_and_ends_with_the_server() -> None:
    turns, thrice = [], threading.Event()

    def work() -> None:
        turns.append(threading.current_thread())
        if len(turns) >= 3:
            thrice.set()

    with serving.repeated(work, every_s=0.001):
        assert thrice.wait(10)
    assert not turns[0].is_alive()
    assert turns[0].daemon


def test_work_that_fails_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    turns, twice = [], threading.Event()

    def work() -> None:
        turns.append(1)
        if len(turns) >= 2:
            twice.set()
        raise StoreError("of 晴天小筑")

    with caplog.at_level(logging.ERROR), serving.repeated(work, every_s=0.001):
        assert twice.wait(10)
    assert "failed with store" in caplog.text and "晴天小筑" not in caplog.text


@pytest.mark.parametrize("shops", [[], ["main"]])
def test_the_demo_shop_alone_is_laid_again_while_it_is_served(
    shops: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_again, laid = threading.Event(), []

    def lay(_: server.Parts) -> None:
        laid.append(1)
        if len(laid) >= 3:
            laid_again.set()

    def served(*_: object, **__: object) -> None:
        if not shops:
            assert laid_again.wait(10)

    monkeypatch.setattr(server, "DEMO_LAID_EVERY_S", 0.001)
    monkeypatch.setattr(server.Parts, "own_shops", shops)
    monkeypatch.setattr(server.Parts, "lay_demo", lay)
    monkeypatch.setattr(server.Parts, "web_parts", lambda _: None)
    monkeypatch.setattr(server, "create_app", lambda _: None)
    monkeypatch.setattr(server, "serve", served)
    parts = server.Parts(read_settings({"QINDA_HOME": str(tmp_path), "QINDA_BIND": "127.0.0.1:0"}, root=tmp_path))
    parts.serve(started=lambda: None)
    assert bool(laid) is not bool(shops)
