"""The helper page's fake shop, and a browser in front of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import ThreadedWSGIServer

from tests.web.fake_shop import FakeShop, Heard, app_of

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def fake() -> FakeShop:
    return FakeShop()


@pytest.fixture
def address(fake: FakeShop) -> Iterator[str]:
    server = ThreadedWSGIServer("127.0.0.1", 0, app_of(fake))
    server.daemon_threads = False  # closing waits for every answer, so that no file stays open behind a test
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"no browser at {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    yield context
    context.close()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def page(context: BrowserContext, address: str, heard: Heard) -> Page:
    page = context.new_page()
    page.on("console", heard.message)
    page.on("pageerror", heard.error)
    page.on("dialog", heard.script)
    page.on("request", heard.request)
    page.goto(address)
    page.get_by_text("亲答示范店").wait_for()
    return page
