"""A real server over the demo shop: trained on the shipped data, served in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.architecture import ROOT

START_S = 60

Post = Callable[[str, dict[str, Any]], dict[str, Any]]


@pytest.fixture(scope="session")
def post(qinda_environment: dict[str, str]) -> Iterator[Post]:
    """POST JSON to the running server."""
    base = f"http://{qinda_environment['QINDA_BIND']}"
    with subprocess.Popen([sys.executable, "server.py", "serve"], cwd=ROOT, env=qinda_environment) as server:
        try:
            _wait_until_ready(f"{base}/healthz")
            yield lambda path, body: _post(f"{base}{path}", body)
        finally:
            server.terminate()


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  # our own server
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310  # likewise
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  # likewise
        read: dict[str, Any] = json.load(answer)
        return read
