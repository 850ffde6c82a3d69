"""A real server over the demo shop: trained on the shipped data, served in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_S = 60

Post = Callable[[str, dict[str, Any]], dict[str, Any]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def qinda_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home of its own, with a model trained on everything that ships."""
    home = tmp_path_factory.mktemp("qinda")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("QINDA_") and k != "DATABASE_URL"}
    environment = {
        **kept,
        "QINDA_HOME": str(home),
        "QINDA_MODELS": str(home / "models"),
        "QINDA_BIND": f"127.0.0.1:{_free_port()}",
    }
    subprocess.run([sys.executable, "server.py", "train"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return environment


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
