"""The environment is read once; nonsense stops the start with every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError, UnknownId
from bot.settings import Settings, read_settings

ROOT = Path("/somewhere")


def read(**environment: str) -> Settings:
    return read_settings(environment, root=ROOT)


def faults(**environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(**environment)
    return [p.where for p in caught.value.problems]


def test_without_settings_everything_has_a_default() -> None:
    found = read(PATH="/bin", HOME="/root")
    assert (found.host, found.port, found.shop, found.jobs) == ("127.0.0.1", 8000, None, -1)
    assert found.home == Path.home() / ".qinda"
    assert found.models == ROOT / "models"
    assert found.store_url == f"sqlite:///{Path.home()}/.qinda/shop.sqlite3"
    assert found.demo_url != found.store_url


def test_what_is_set_is_taken() -> None:
    found = read(QINDA_HOME="/q", QINDA_MODELS="/m", QINDA_BIND="localhost:9", QINDA_SHOP="main", QINDA_JOBS="2")
    assert (found.home, found.models, found.cache) == (Path("/q"), Path("/m"), Path("/q/cache"))
    assert (found.host, found.port, found.shop, found.jobs) == ("localhost", 9, "main", 2)


def test_the_demo_shop_never_lies_in_a_real_shop_s_store() -> None:
    assert read(DATABASE_URL="postgresql://u:p@h/d", QINDA_HOME="/q").demo_url == "sqlite:////q/demo.sqlite3"


@pytest.mark.parametrize(
    ("url", "store"),
    [
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_a_database_is_named_by_its_url(url: str, store: str) -> None:
    assert read(DATABASE_URL=url).store_url == store


@pytest.mark.parametrize("url", ["mysql://h/d", "shop.sqlite3", "sqlite://", "http://h"])
def test_a_database_that_is_none_is_refused(url: str) -> None:
    assert faults(DATABASE_URL=url) == ["DATABASE_URL"]


@pytest.mark.parametrize(
    "bind",
    [
        "0.0.0.0:8000",
        "192.168.1.2:80",
        "example.com:80",
        "[::]:8000",
        ":8000",
        "127.0.0.1",
        "127.0.0.1:x",
        "127.0.0.1:70000",
        "127.0.0.1:-1",
        "127.0.0.1:²",
    ],
)
def test_only_this_machine_can_be_bound(bind: str) -> None:
    assert faults(QINDA_BIND=bind) == ["QINDA_BIND"]


@pytest.mark.parametrize(
    ("bind", "host"), [("127.0.0.1:1", "127.0.0.1"), ("[::1]:1", "::1"), ("127.9.9.9:1", "127.9.9.9")]
)
def test_every_name_of_this_machine_can_be_bound(bind: str, host: str) -> None:
    assert read(QINDA_BIND=bind).host == host


@pytest.mark.parametrize("jobs", ["0", "two", "1.5", "--2", "-2", "²"])
def test_a_number_of_jobs_that_is_none_is_refused(jobs: str) -> None:
    assert faults(QINDA_JOBS=jobs) == ["QINDA_JOBS"]


def test_a_typing_slip_is_told_with_what_is_known() -> None:
    with pytest.raises(SettingsError, match="QINDA_HOEM: is not a setting of Qinda; known: QINDA_HOME"):
        read(QINDA_HOEM="/q")


def test_all_faults_are_told_at_once() -> None:
    assert faults(QINDA_HOEM="/q", QINDA_BIND="x", DATABASE_URL="y", QINDA_JOBS="z") == [
        "QINDA_HOEM",
        "QINDA_BIND",
        "DATABASE_URL",
        "QINDA_JOBS",
    ]


def test_a_secret_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://u:secret@h/d\n")
    assert read(DATABASE_URL_FILE=str(tmp_path / "url")).database_url == "postgresql+psycopg://u:secret@h/d"


def test_a_secret_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert faults(DATABASE_URL_FILE=str(tmp_path / "nothing")) == ["DATABASE_URL_FILE"]


def test_a_setting_set_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("/q")
    assert faults(QINDA_HOME="/p", QINDA_HOME_FILE=str(tmp_path / "home")) == ["QINDA_HOME"]


def test_no_secret_is_shown_in_a_fault() -> None:
    with pytest.raises(SettingsError) as caught:
        read(DATABASE_URL="mysql://u:secret@h/d")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "known", "shop"),
    [({}, ["a"], "a"), ({"QINDA_SHOP": "b"}, ["a", "b"], "b"), ({"QINDA_SHOP": "a"}, ["a"], "a")],
)
def test_the_shop_that_answers_is_the_named_one_or_the_only_one(
    environment: dict[str, str], known: list[str], shop: str
) -> None:
    assert read(**environment).shop_of(known) == shop


@pytest.mark.parametrize(
    ("environment", "found"), [({}, "is not set, and several"), ({"QINDA_SHOP": "c"}, "is 'c', and no such shop")]
)
def test_which_shop_answers_is_asked_for_with_the_setting_and_the_shops(
    environment: dict[str, str], found: str
) -> None:
    with pytest.raises(UnknownId) as told:
        read(**environment).shop_of(["a", "b"])
    assert f"QINDA_SHOP {found}" in str(told.value)
    assert "set QINDA_SHOP to one of: a, b" in str(told.value)
