"""The one place that reads the environment. Nonsense stops the start with every fault named."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem, SettingsError, UnknownId

KNOWN = ("QINDA_HOME", "QINDA_BIND", "QINDA_MODELS", "QINDA_SHOP", "QINDA_JOBS", "DATABASE_URL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    home: Path
    """All that a shop owns: its store, its caches."""
    models: Path
    """Trained versions."""
    database_url: str
    """The real shop's store; "": SQLite under `home`."""
    host: str = "127.0.0.1"
    port: int = 8000
    shop: str | None = None
    """The shop that answers when several are in the store; None: the only one."""
    jobs: int = -1
    """Processes for training; -1: one a core."""

    @property
    def store_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'shop.sqlite3'}"

    @property
    def demo_url(self) -> str:
        """The demo shop's own file: it never lies in a real shop's store."""
        return f"sqlite:///{self.home / 'demo.sqlite3'}"

    def shop_of(self, known: Sequence[str]) -> str:
        """Which of the store's shops answers. Raises UnknownId."""
        if self.shop is not None and self.shop in known:
            return self.shop
        if self.shop is None and len(known) == 1:
            return known[0]
        found = "is not set, and several shops are" if self.shop is None else f"is {self.shop!r}, and no such shop is"
        raise UnknownId(f"QINDA_SHOP {found} in the store; set QINDA_SHOP to one of: {', '.join(known)}.")

    @property
    def cache(self) -> Path:
        return self.home / "cache"


def read_settings(environment: Mapping[str, str], *, root: Path) -> Settings:
    """Settings of a run. `root` is where the product lies, for the default models folder. Raises SettingsError."""
    problems = [
        Problem(name, f"is not a setting of Qinda; known: {', '.join(KNOWN)}.")
        for name in environment
        if name.startswith("QINDA_") and name not in (*KNOWN, *_FILES)
    ]
    values = {name: _value(environment, name, problems) for name in KNOWN}
    host, port = _bind(values["QINDA_BIND"] or "127.0.0.1:8000", problems)
    url = values["DATABASE_URL"]
    if url and not url.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        problems.append(
            Problem("DATABASE_URL", "is no database that Qinda knows; expected sqlite:///… or postgresql://…")
        )
    jobs = values["QINDA_JOBS"] or "-1"
    if not re.fullmatch(r"-1|[1-9][0-9]{0,3}", jobs):
        problems.append(Problem("QINDA_JOBS", "is no number of processes; expected 1, 2 … or -1 for one a core."))
        jobs = "-1"
    if problems:
        raise SettingsError("The settings are wrong; nothing was started.", problems=problems)
    return Settings(
        home=Path(values["QINDA_HOME"] or Path.home() / ".qinda").expanduser(),
        models=Path(values["QINDA_MODELS"] or root / "models").expanduser(),
        database_url=url.replace("postgresql://", "postgresql+psycopg://", 1),
        host=host,
        port=port,
        shop=values["QINDA_SHOP"] or None,
        jobs=int(jobs),
    )


_FILES = tuple(f"{name}_FILE" for name in KNOWN if name.startswith("QINDA_"))


def _value(environment: Mapping[str, str], name: str, problems: list[Problem]) -> str:
    """The variable, or the content of the file that `NAME_FILE` points to (for secrets in a URL)."""
    path = environment.get(f"{name}_FILE")
    if path is None:
        return environment.get(name, "").strip()
    if name in environment:
        problems.append(Problem(name, f"is set twice, by {name} and {name}_FILE; keep one."))
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(f"{name}_FILE", f"cannot be read ({type(error).__name__})."))
        return ""


def _bind(said: str, problems: list[Problem]) -> tuple[str, int]:
    host, _, port = said.rpartition(":")
    host = host.strip("[]")
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535 or not host:
        problems.append(Problem("QINDA_BIND", "is not an address; expected host:port such as 127.0.0.1:8000."))
        return "127.0.0.1", 8000
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        problems.append(
            Problem(
                "QINDA_BIND",
                "is not a loopback address. There are no accounts yet, so Qinda serves this machine only; use 127.0.0.1.",
            )
        )
    return host, int(port)
