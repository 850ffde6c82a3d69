"""The commands over fake parts: what they print, where, and how they end."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import server
from bot.assistant import Assistant
from bot.compliance.check_data import draft_faults
from bot.domain.reply import Reply
from bot.errors import BadInput, ImportRejected, Problem, SettingsError
from bot.ports import ImportReport, ParsedFile
from bot.settings import read_settings
from intents import Classifier, Segmenter
from tests.cast import BUYER, NOW, SHOP_ID

MANIFEST: dict[str, Any] = {
    "version": "20261122T040000-aaaaaaaa",
    "rows": 9,
    "classes": ["a", "b"],
    "scores": {"cross_validated_accuracy": 0.75},
}


@dataclass
class FakeParts:
    """Everything a command may ask for, and what it asked."""

    assistant: Assistant
    uses_demo: bool = False
    address: str = "127.0.0.1:8000"
    manifest: Mapping[str, Any] | None = field(default_factory=lambda: MANIFEST)
    refuse: bool = False
    asked: list[Any] = field(default_factory=list)
    accepted_open_end: bool = False
    import_shop: str = "main"
    own_shops: Sequence[str] = ("main",)
    chosen_shop: str | None = None
    port_taken: bool = False
    table_kinds: Sequence[str] = ("catalogue", "couriers", "weights")
    models: Path = Path("models")
    cache: Path = Path("cache")

    def now(self) -> datetime:
        return NOW

    def reply(self, request: Mapping[str, Any]) -> Reply:
        return self.assistant.reply(request, shop_id=SHOP_ID)

    def classifier(self) -> Classifier:
        return self.assistant.classifier()

    def draft_faults(self, row: Any, where: str) -> list[Problem]:
        return draft_faults(row, where)

    def check_rows(self, rows: Sequence[Any]) -> list[dict[str, object]]:
        problems = [
            Problem(f"{n}/text", "is no text.") for n, row in enumerate(rows) if not isinstance(row.get("text"), str)
        ]
        if problems:
            raise BadInput("The drafts cannot be read.", problems=problems)
        return [{"id": row["id"], "findings": [{"severity": "block"}] if "微信" in row["text"] else []} for row in rows]

    def parse_file(self, path: Path, kind: str | None, *, accept_open_end: bool) -> ParsedFile:
        if self.refuse:
            raise ImportRejected("The file is refused.", problems=[Problem(f"{path.name}:3 实付金额", "is no sum.")])
        self.asked.append((path.name, kind))
        self.accepted_open_end = accept_open_end
        return ParsedFile(
            kind=kind or "order_list",
            rows=[],
            sha256="0" * 64,
            name=path.name,
            exported_at=datetime(2026, 1, 1, tzinfo=UTC),
        )

    def import_files(self, parsed: Sequence[ParsedFile], *, shop_id: str, shop_name: str) -> Sequence[ImportReport]:
        self.asked.append((shop_id, shop_name))
        return [ImportReport(kind=p.kind, new=3) for p in parsed]

    def lay_demo(self) -> tuple[str, Mapping[str, int]]:
        return "青山小铺", {"order_list": 12}

    def train(self, progress: Any, *, only_if_missing: bool) -> Mapping[str, Any] | None:
        progress("cross-validation", 5, 5)
        return self.manifest

    def evaluate(self, out: Path, progress: Any) -> Mapping[str, Any]:
        return {"accuracy": 0.75, "rows": 9, "macro_f1": 0.7}

    def serve(self, *, started: Callable[[], None]) -> None:
        if self.port_taken:
            raise SettingsError("Cannot serve on 127.0.0.1:8000: the address is already in use.")
        self.asked.append("served")
        started()


@pytest.fixture
def parts(assistant: Assistant) -> FakeParts:
    return FakeParts(assistant)


def run(parts: FakeParts, *arguments: str | Path) -> Result:
    return CliRunner().invoke(server.commands(), [str(a) for a in arguments], obj=parts)


def lines(path: Path, *rows: object) -> Path:
    path.write_text(
        "\n".join(json.dumps(r, ensure_ascii=False) if not isinstance(r, str) else r for r in rows), "utf-8"
    )
    return path


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# reply


def test_reply_shows_the_decision_and_the_replies(parts: FakeParts) -> None:
    shown = run(parts, "reply", "什么时候发货", "--buyer", BUYER)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("可直接回复（understood）  shipping_time")
    assert "1. 亲，您11月22日09:00付的款" in shown.stdout


def test_reply_as_json_is_the_api_s_document(parts: FakeParts) -> None:
    told = json.loads(run(parts, "reply", "有货吗", "--json", "--item", "61000001", "--limit", "1").stdout)
    assert (told["decision"], told["item_id"], len(told["candidates"])) == ("answer", "61000001", 1)


def test_reply_says_that_it_answers_from_the_demo_shop(parts: FakeParts) -> None:
    parts.uses_demo = True
    assert "made-up demo shop" in run(parts, "reply", "有货吗").stderr


@pytest.mark.parametrize(
    "arguments", [("reply",), ("reply", "a", "--limit", "x"), ("nothing",), ("reply", "a", "--colour")]
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], parts: FakeParts) -> None:
    assert run(parts, *arguments).exit_code == 2


# classify and check


def test_classify_writes_a_row_for_each_message_in_order(parts: FakeParts, tmp_path: Path) -> None:
    source = lines(
        tmp_path / "in.jsonl", {"id": 1, "text": "能发顺丰吗"}, "", {"id": "b", "text": "有货吗", "label": "x"}
    )
    shown = run(parts, "classify", source, tmp_path / "out.jsonl")
    assert shown.exit_code == 0, shown.output
    assert [(r["id"], r["intent"]) for r in read(tmp_path / "out.jsonl")] == [(1, "courier_choice"), ("b", "stock")]
    assert "2 messages sorted" in shown.stderr and shown.stdout == ""


def test_every_bad_line_is_told_and_nothing_is_written(parts: FakeParts, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", {"id": 1, "text": "a"}, "{", {"id": 2}, "3", {"id": None, "text": "林晓\x00"})
    (tmp_path / "out.jsonl").write_text("before")
    error = run(parts, "classify", source, tmp_path / "out.jsonl").exception
    assert isinstance(error, BadInput)
    assert [p.where for p in error.problems] == [
        "in.jsonl:2",
        "in.jsonl:3/text",
        "in.jsonl:4",
        "in.jsonl:5/id",
        "in.jsonl:5/text",
    ]
    assert "林晓" not in str(error)
    assert (tmp_path / "out.jsonl").read_text() == "before"


def test_a_file_that_is_not_utf_8_is_told_by_its_lines(parts: FakeParts, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes('{"id": 1, "text": "有"}\n{"id": 2, "text": "货"}'.encode("gbk"))
    error = run(parts, "classify", tmp_path / "in.jsonl", tmp_path / "out.jsonl").exception
    assert isinstance(error, BadInput)
    assert [p.where for p in error.problems] == ["in.jsonl:1", "in.jsonl:2"]


def test_check_writes_findings_and_counts_what_is_stopped(parts: FakeParts, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", {"id": "a", "text": "加微信"}, {"id": "b", "text": "有货"})
    shown = run(parts, "check", source, tmp_path / "out.jsonl")
    assert [len(r["findings"]) for r in read(tmp_path / "out.jsonl")] == [1, 0]
    assert "2 drafts judged, 1 stopped." in shown.stderr


def test_a_failure_while_writing_leaves_the_file_as_it_was(
    parts: FakeParts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "in.jsonl", *({"id": n, "text": "有货吗"} for n in range(5)))
    (tmp_path / "out.jsonl").write_text("before")

    def broken(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dumps", broken)
    assert run(parts, "classify", source, tmp_path / "out.jsonl").exit_code == 1
    assert (tmp_path / "out.jsonl").read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize("command", ["classify", "check"])
def test_what_is_written_is_for_its_owner_alone(command: str, parts: FakeParts, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("before")
    (tmp_path / "out.jsonl").chmod(0o644)
    assert (
        run(parts, command, lines(tmp_path / "in.jsonl", {"id": 1, "text": "有"}), tmp_path / "out.jsonl").exit_code
        == 0
    )
    assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o600


@pytest.mark.parametrize("first", ["current", "own", "demo"])
def test_whatever_comes_first_makes_the_home_for_its_owner_alone(first: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = server.Parts(read_settings({"QINDA_HOME": str(home), "QINDA_MODELS": str(tmp_path)}, root=tmp_path))
    getattr(made, first)
    Segmenter(made.settings.cache)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@pytest.mark.parametrize("command", ["classify", "check"])
def test_a_file_that_is_not_there_is_wrong_usage(command: str, parts: FakeParts, tmp_path: Path) -> None:
    assert run(parts, command, tmp_path / "nothing.jsonl", tmp_path / "out.jsonl").exit_code == 2


@pytest.mark.parametrize("command", ["classify", "check"])
def test_an_empty_file_gives_an_empty_file(command: str, parts: FakeParts, tmp_path: Path) -> None:
    assert run(parts, command, lines(tmp_path / "in.jsonl"), tmp_path / "out.jsonl").exit_code == 0
    assert (tmp_path / "out.jsonl").read_text() == ""


@pytest.mark.parametrize("command", ["classify", "check"])
def test_a_place_that_cannot_be_written_is_told_before_the_work(command: str, parts: FakeParts, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", {"id": 1, "text": "有货吗"})
    error = run(parts, command, source, tmp_path / "nodir" / "x").exception
    assert isinstance(error, BadInput)
    assert f"there is no folder {tmp_path / 'nodir'}" in str(error)


@pytest.mark.parametrize("command", ["classify", "check"])
@pytest.mark.parametrize("out", ["in.jsonl", "link.jsonl"])
def test_a_file_is_not_written_over_itself(command: str, out: str, parts: FakeParts, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", {"id": 1, "text": "有货吗"})
    (tmp_path / "link.jsonl").symlink_to(source)
    before = source.read_bytes()
    error = run(parts, command, source, tmp_path / out).exception
    assert isinstance(error, BadInput) and "is the file that is read" in str(error)
    assert source.read_bytes() == before


@pytest.mark.parametrize("command", ["classify", "check"])
def test_a_file_that_may_not_be_read_is_told(
    command: str, parts: FakeParts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "in.jsonl", {"id": 1, "text": "有货吗"})

    def closed(path: Path, *_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", closed)
    error = run(parts, command, source, tmp_path / "out.jsonl").exception
    assert isinstance(error, BadInput) and "cannot be read: Permission denied" in str(error)


# imports


def test_the_first_import_tells_that_a_running_server_is_to_be_started_again(parts: FakeParts, tmp_path: Path) -> None:
    parts.own_shops = ()
    told = run(parts, "orders", "import", lines(tmp_path / "a.csv")).stderr
    assert told == "A server that is running keeps serving the demo shop until it is started again.\n"


def test_an_import_into_a_second_shop_tells_how_to_have_it_answer(parts: FakeParts, tmp_path: Path) -> None:
    told = run(parts, "shop", "import", lines(tmp_path / "a.csv"), "--shop", "tea").stderr
    assert "(main, tea)" in told and "QINDA_SHOP=tea" in told
    assert "keeps serving another shop until it is started again" in told


def test_an_import_into_the_shop_that_answers_tells_nothing_more(parts: FakeParts, tmp_path: Path) -> None:
    assert run(parts, "orders", "import", lines(tmp_path / "a.csv")).stderr == ""
    parts.own_shops, parts.chosen_shop = ("main", "tea"), "tea"
    assert run(parts, "orders", "import", lines(tmp_path / "a.csv"), "--shop", "tea").stderr == ""


def test_orders_are_imported_together_into_the_named_shop(parts: FakeParts, tmp_path: Path) -> None:
    files = [lines(tmp_path / name) for name in ("a.csv", "b.csv")]
    shown = run(parts, "orders", "import", *files, "--shop", "s1", "--name", "山里")
    assert parts.asked == [("a.csv", None), ("b.csv", None), ("s1", "山里")]
    assert shown.stdout == "order_list: 新增 3\norder_list: 新增 3\n"


def test_a_table_can_be_called_by_any_kind_that_a_parser_reads(parts: FakeParts, tmp_path: Path) -> None:
    assert run(parts, "shop", "import", lines(tmp_path / "a.csv"), "--kind", "weights").exit_code == 0
    assert parts.asked[0] == ("a.csv", "weights")
    refused = run(parts, "shop", "import", lines(tmp_path / "a.csv"), "--kind", "orders")
    assert refused.exit_code == 2
    assert "catalogue, couriers, weights" in refused.stderr


def test_the_kinds_are_those_of_the_parsers() -> None:
    settings = read_settings({}, root=Path())
    kinds = server.Parts(settings).table_kinds
    assert set(kinds) == {"catalogue", "size_charts", "couriers", "promotions", "policies", "shipments"}


@pytest.mark.parametrize("command", ["orders", "shop"])
def test_imports_go_to_the_shop_of_the_settings_when_none_is_named(
    command: str, parts: FakeParts, tmp_path: Path
) -> None:
    parts.import_shop = "of the settings"
    run(parts, command, "import", lines(tmp_path / "a.csv"))
    assert parts.asked[-1] == ("of the settings", "我的店铺")


@pytest.mark.parametrize(("environment", "shop"), [({}, "main"), ({"QINDA_SHOP": "tea"}, "tea")])
def test_the_shop_of_the_settings_is_qinda_shop_else_main(environment: dict[str, str], shop: str) -> None:
    assert server.Parts(read_settings(environment, root=Path())).import_shop == shop


@pytest.mark.parametrize("command", ["orders", "shop"])
def test_an_open_end_is_accepted_when_the_importer_says_so(command: str, parts: FakeParts, tmp_path: Path) -> None:
    run(parts, command, "import", lines(tmp_path / "a.csv"))
    assert not parts.accepted_open_end
    run(parts, command, "import", lines(tmp_path / "a.csv"), "--accept-open-end")
    assert parts.accepted_open_end


def test_a_refused_file_imports_nothing(parts: FakeParts, tmp_path: Path) -> None:
    parts.refuse = True
    error = run(parts, "orders", "import", lines(tmp_path / "a.csv")).exception
    assert isinstance(error, ImportRejected)
    assert str(error) == "The file is refused.\n  a.csv:3 实付金额: is no sum."
    assert parts.asked == []


# the rest


def test_train_tells_the_version_or_that_there_is_nothing_to_do(parts: FakeParts) -> None:
    assert run(parts, "train").stdout.startswith("Version 20261122T040000-aaaaaaaa: 9 examples, 2 intents, 75.0% right")
    assert json.loads(run(parts, "train", "--json").stdout) == MANIFEST
    parts.manifest = None
    assert "nothing to do" in run(parts, "train", "--if-missing").stderr


def test_evaluate_demo_and_serve_say_what_they_did(parts: FakeParts, tmp_path: Path) -> None:
    assert "75.0% right of 9 examples" in run(parts, "evaluate", "--out", tmp_path / "out").stdout
    assert "12 order_list" in run(parts, "demo").stderr
    assert "http://127.0.0.1:8000" in run(parts, "serve").stderr
    assert parts.asked == ["served"]


def test_serve_says_nothing_of_serving_when_the_address_is_taken(parts: FakeParts) -> None:
    parts.port_taken = True
    shown = run(parts, "serve")
    assert isinstance(shown.exception, SettingsError)
    assert "serves" not in shown.output


def test_a_fault_of_the_disk_ends_with_one_and_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(server, "read_settings", lambda *_, **__: (tmp_path / "file" / "x").read_bytes())
    with pytest.raises(SystemExit) as ended:
        server.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"qinda: cannot use {tmp_path}/file/x: Not a directory. Check it and run again.\n"


@pytest.mark.parametrize(
    "name", ["", "reply", "classify", "check", "train", "evaluate", "orders", "shop", "demo", "serve"]
)
def test_every_command_explains_itself(name: str, parts: FakeParts) -> None:
    shown = run(parts, *([name] if name else []), "--help")
    assert shown.exit_code == 0
    assert len(shown.stdout) > 100


def test_a_bad_file_ends_with_one_and_tells_why_on_stderr(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lines(tmp_path / "in.jsonl", "{")
    monkeypatch.setattr("sys.argv", ["qinda", "classify", str(source), str(tmp_path / "out.jsonl")])
    with pytest.raises(SystemExit) as ended:
        server.main()
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert told.err == "qinda: in.jsonl: 1 faults; nothing was written.\n  in.jsonl:1: is no JSON in UTF-8.\n"
    assert told.out == ""


def test_nonsense_in_the_settings_ends_with_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QINDA_BIND", "0.0.0.0:80")
    monkeypatch.setattr("sys.argv", ["qinda", "demo"])
    with pytest.raises(SystemExit) as ended:
        server.main()
    assert ended.value.code == 1
    assert "QINDA_BIND" in capsys.readouterr().err


def test_a_command_group_is_made_of_the_modules_that_there_are() -> None:
    group = server.commands()
    assert isinstance(group, click.Group)
    assert set(group.commands) >= {"classify", "check", "reply"}
