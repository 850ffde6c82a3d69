"""Serving until interrupted, and work that is done again and again beside it."""

from __future__ import annotations

import errno
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask

from bot.errors import QindaError, SettingsError

log = logging.getLogger(__name__)
_THREADS = 8
_INSTEAD = "set QINDA_BIND to another address, such as 127.0.0.1:8001."
_LONGEST_END_S = 10.0


def listen(host: str, port: int) -> socket.socket:
    """The address, taken for this process. Raises SettingsError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = f"the address is already in use. Stop the other program (is Qinda running already?), or {_INSTEAD}"
        else:
            why = f"{error.strerror}. To serve elsewhere, {_INSTEAD}"
        raise SettingsError(f"Cannot serve on {host}:{port}: {why}") from error


def serve(app: Flask, at: socket.socket, *, started: Callable[[], None]) -> None:
    """Until interrupted; `started` is called when everything is ready and connections are taken."""
    import waitress  # only this needs a server

    logging.basicConfig()
    server = waitress.create_server(app, sockets=[at], threads=_THREADS, ident=None)
    try:
        started()
        server.run()
    finally:
        server.close()


@contextmanager
def repeated(work: Callable[[], object], *, every_s: float) -> Iterator[None]:
    """While inside: `work` in a thread of its own, first after `every_s`. After a failure the next turn comes as usual."""
    ended = threading.Event()

    def turns() -> None:
        while not ended.wait(every_s):
            try:
                work()
            except QindaError as error:
                log.error("Work beside the server failed with %s; it is tried again later.", error.code)

    thread = threading.Thread(target=turns, name="beside-the-server", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(_LONGEST_END_S)
