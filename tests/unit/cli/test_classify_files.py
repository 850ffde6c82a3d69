"""`qinda classify` from and to JSON lines, CSV and Parquet: the same decisions, every fault told, constant memory."""

from __future__ import annotations

import csv
import json
import os
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

from bot.assistant import Assistant
from bot.cli import classify
from bot.cli.sources import MOST_TOLD, chunks, source_of, survey
from bot.cli.targets import target_of
from bot.desk.sorting import DECIDED, SORTED, row_faults
from bot.errors import BadInput
from intents import Classifier, current_version
from intents.artefact import load
from tests.unit.cli.test_commands import FakeParts, lines, read, run

ROWS: list[dict[str, Any]] = [
    {"id": 1, "text": "能发顺丰吗", "context": None},
    {"id": 2, "text": "有货吗，什么时候\n发货", "context": []},
    {"id": 3, "text": "多久", "context": [["buyer", "我要退款"], ["agent", '亲，"退款"会到的, 请等']]},
    {"id": 4, "text": "", "context": None},
]
LISTS = {"intents", "ranking", "because", "entities"}
FORMATS = ("jsonl", "csv", "parquet")


@pytest.fixture
def parts(assistant: Assistant) -> FakeParts:
    return FakeParts(assistant)


def csv_file(path: Path, *rows: Sequence[Any], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value is not None else ""


def put(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Rows as a file of the path's suffix."""
    if path.suffix == ".csv":
        return csv_file(path, tuple(rows[0]), *((r["id"], r["text"], as_json(r["context"])) for r in rows))
    if path.suffix == ".parquet":
        turns = pa.list_(pa.list_(pa.string()))
        table = pa.table(
            {
                "id": [r["id"] for r in rows],
                "text": [r["text"] for r in rows],
                "context": pa.array([r["context"] for r in rows], turns),
            }
        )
        pq.write_table(table, path)
        return path
    return lines(path, *rows)


def got(path: Path) -> list[dict[str, Any]]:
    """Rows of a written file, with numbers and lists for what stands there as text."""
    if path.suffix == ".parquet":
        told = pq.read_table(path).to_pylist()
        return [{k: json.loads(v) if k in LISTS - {"intents"} else v for k, v in row.items()} for row in told]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            plain = {"intent", "in_context", "model"}
            return [{k: v if k in plain else json.loads(v) for k, v in row.items()} for row in csv.DictReader(file)]
    return read(path)


def refused(shown: Result) -> BadInput:
    assert isinstance(shown.exception, BadInput), shown.output
    return shown.exception


# what is decided


@pytest.mark.parametrize("brief", [True, False])
@pytest.mark.parametrize("into", FORMATS)
@pytest.mark.parametrize("of", FORMATS)
def test_every_format_tells_the_same(of: str, into: str, brief: bool, parts: FakeParts, tmp_path: Path) -> None:
    flags = ["--brief"] if brief else []
    run(parts, "classify", put(tmp_path / "plain", ROWS), tmp_path / "expected.jsonl", *flags)
    shown = run(parts, "classify", put(tmp_path / f"in.{of}", ROWS), tmp_path / f"out.{into}", *flags)
    assert shown.exit_code == 0, shown.exception
    expected = read(tmp_path / "expected.jsonl")
    if of == "csv" and into != "csv":  # where every cell is text
        expected = [{**row, "id": str(row["id"])} for row in expected]
    assert got(tmp_path / f"out.{into}") == expected
    assert expected[2]["in_context"] != expected[2]["intent"]


def test_the_brief_row_is_the_full_row_s_beginning(parts: FakeParts, tmp_path: Path) -> None:
    source = put(tmp_path / "in.jsonl", ROWS)
    run(parts, "classify", source, tmp_path / "full.jsonl")
    run(parts, "classify", source, tmp_path / "brief.jsonl", "--brief")
    full, brief = read(tmp_path / "full.jsonl"), read(tmp_path / "brief.jsonl")
    assert [tuple(row) for row in full] == [SORTED] * 4
    assert [tuple(row) for row in brief] == [DECIDED] * 4
    assert brief == [{name: row[name] for name in DECIDED} for row in full]


@pytest.mark.parametrize("into", FORMATS)
@pytest.mark.parametrize("flags", [(), ("--brief",)])
def test_two_jobs_write_what_one_writes(
    into: str, flags: tuple[str, ...], parts: FakeParts, model: Path, tmp_path: Path
) -> None:
    saved = Classifier(load(model / str(current_version(model))))
    parts.models, parts.cache = model, tmp_path / "cache"
    parts.classifier = lambda: saved  # type: ignore[method-assign]
    source = put(tmp_path / "in.csv", [{**ROWS[n % 4], "id": n} for n in range(40)])
    for jobs in (1, 2):
        shown = run(parts, "classify", source, tmp_path / f"{jobs}.{into}", "--jobs", str(jobs), *flags)
        assert shown.exit_code == 0, shown.exception
    assert len(got(tmp_path / f"2.{into}")) == 40
    assert (tmp_path / f"2.{into}").read_bytes() == (tmp_path / f"1.{into}").read_bytes()


@pytest.mark.parametrize(
    ("rows", "brief", "jobs"), [(5_000, True, 1), (5_001, True, 8), (1_000, False, 1), (1_001, False, 8)]
)
def test_all_cores_are_used_for_many_rows(rows: int, brief: bool, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classify, "cores", lambda: 8)
    assert classify.jobs_for(rows, brief=brief) == jobs


@pytest.mark.parametrize(("rows", "jobs", "size"), [(9, 1, 1_000), (9, 8, 1), (3_200, 8, 100), (10**6, 8, 1_000)])
def test_chunks_are_small_enough_for_every_job_to_have_some(rows: int, jobs: int, size: int) -> None:
    assert classify.chunk_size(rows, jobs) == size


def test_no_jobs_is_wrong_usage(parts: FakeParts, tmp_path: Path) -> None:
    assert (
        run(parts, "classify", put(tmp_path / "in.jsonl", ROWS), tmp_path / "out.jsonl", "--jobs", "0").exit_code == 2
    )


# ids and columns


@pytest.mark.parametrize(
    ("ids", "written"),
    [([7, -1], [7, -1]), ([7, "b"], ["7", "b"]), ([7, 2**63], ["7", str(2**63)]), (["007", "x"], ["007", "x"])],
)
def test_ids_in_parquet_are_numbers_when_all_are(
    ids: list[Any], written: list[Any], parts: FakeParts, tmp_path: Path
) -> None:
    source = lines(tmp_path / "in.jsonl", *({"id": i, "text": "有货吗"} for i in ids))
    run(parts, "classify", source, tmp_path / "out.parquet", "--brief")
    assert [row["id"] for row in got(tmp_path / "out.parquet")] == written


def test_no_rows_give_the_columns_alone(parts: FakeParts, tmp_path: Path) -> None:
    source = csv_file(tmp_path / "in.csv", ("id", "text"))
    run(parts, "classify", source, tmp_path / "out.csv")
    run(parts, "classify", source, tmp_path / "out.parquet", "--brief")
    assert (tmp_path / "out.csv").read_text("utf-8").strip() == ",".join(SORTED)
    assert tuple(pq.read_schema(tmp_path / "out.parquet").names) == DECIDED


def test_columns_stand_in_any_order_beside_others(parts: FakeParts, tmp_path: Path) -> None:
    source = csv_file(
        tmp_path / "in.csv", ("label", " text ", "id"), ("x", "能发顺丰吗", "a"), (), ("y", "有货吗", "b")
    )
    run(parts, "classify", source, tmp_path / "out.jsonl")
    assert [(r["id"], r["intent"]) for r in read(tmp_path / "out.jsonl")] == [("a", "courier_choice"), ("b", "stock")]


def test_context_in_parquet_may_be_json_and_parquet_may_be_in_groups(parts: FakeParts, tmp_path: Path) -> None:
    put(tmp_path / "in.jsonl", ROWS)
    columns = {"id": [r["id"] for r in ROWS], "text": [r["text"] for r in ROWS]}
    table = pa.table({**columns, "context": [as_json(r["context"]) for r in ROWS]})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=3)
    for name in ("in.jsonl", "in.parquet"):
        assert run(parts, "classify", tmp_path / name, tmp_path / f"{name}.out").exit_code == 0
    assert read(tmp_path / "in.parquet.out") == read(tmp_path / "in.jsonl.out")


# encodings of CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_csv_is_read_as_spreadsheets_save_it(encoding: str, parts: FakeParts, tmp_path: Path) -> None:
    source = csv_file(tmp_path / "in.CSV", ("id", "text"), ("甲", "能发顺丰吗"), ("乙", "有货吗"), encoding=encoding)
    run(parts, "classify", source, tmp_path / "out.jsonl")
    assert [(r["id"], r["intent"]) for r in read(tmp_path / "out.jsonl")] == [("甲", "courier_choice"), ("乙", "stock")]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("id,text\n甲,能发顺丰吗\n乙,有货".encode()[:-1], 3),  # breaks off; as GB18030 it would be mojibake
        ("id,text\n甲,能发顺丰吗\n".encode("utf-16"), 1),
        ("id,text\n甲,能发\n".encode("gbk") + b"\xff\xff\n", 3),
    ],
)
def test_csv_in_no_known_encoding_is_told_by_the_line(data: bytes, line: int, parts: FakeParts, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(data)
    error = refused(run(parts, "classify", tmp_path / "in.csv", tmp_path / "out.jsonl"))
    assert [p.where for p in error.problems] == [f"in.csv:{line}"]
    assert not (tmp_path / "out.jsonl").exists()


# faults


def test_every_bad_row_of_a_csv_is_told_by_its_line(parts: FakeParts, tmp_path: Path) -> None:
    rows = [
        ("id", "text", "context"),
        ("1", "两\n行", "[]"),
        ("2", "林晓"),
        ("3", "林\x00晓", "林晓"),
        ("4", "好", '[["buyer"]]'),
        ("5", "好", '[["buyer", "有货吗"]]', ""),
    ]
    error = refused(run(parts, "classify", csv_file(tmp_path / "in.csv", *rows), tmp_path / "out.jsonl"))
    assert [p.where for p in error.problems] == [
        "in.csv:4",
        "in.csv:5/text",
        "in.csv:5/context",
        "in.csv:6/context",
        "in.csv:7",
    ]
    assert "has 2 cells; expected 3" in error.problems[0].message
    assert "林晓" not in str(error)
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("broken", ['3,"not closed\n4,b\n', '3,"closed" and more\n', f'3,"{"长" * 200_000}"\n'])
def test_a_csv_that_goes_wrong_is_told_with_what_is_before_it(broken: str, parts: FakeParts, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,text\n1\n2,a\n" + broken, "utf-8")
    error = refused(run(parts, "classify", tmp_path / "in.csv", tmp_path / "out.jsonl"))
    assert [p.where for p in error.problems] == ["in.csv:2", "in.csv:4"]


@pytest.mark.parametrize(
    ("header", "named"), [((), ["'id'", "'text'"]), (("id", "words"), ["'text'"]), (("id", "id", "text"), ["'id'"])]
)
def test_a_table_without_its_columns_is_told(
    header: tuple[str, ...], named: list[str], parts: FakeParts, tmp_path: Path
) -> None:
    csv_file(tmp_path / "in.csv", header)
    pq.write_table(pa.Table.from_arrays([pa.array(["林晓"])] * len(header), list(header)), tmp_path / "in.parquet")
    for name in ("in.csv", "in.parquet"):
        error = refused(run(parts, "classify", tmp_path / name, tmp_path / "out.jsonl"))
        assert [p.message.split()[3].strip(";") for p in error.problems] == named


def test_every_bad_row_of_a_parquet_is_told_by_its_number(parts: FakeParts, tmp_path: Path) -> None:
    table = pa.table({"id": ["1", None, "3", "4"], "text": ["好", "好", None, "好"], "context": ["", "", "", "林晓"]})
    pq.write_table(table, tmp_path / "in.parquet")
    error = refused(run(parts, "classify", tmp_path / "in.parquet", tmp_path / "out.parquet"))
    assert [p.where for p in error.problems] == ["in.parquet:2/id", "in.parquet:3/text", "in.parquet:4/context"]
    assert "林晓" not in str(error)
    assert not (tmp_path / "out.parquet").exists()


def test_text_in_parquet_that_is_no_utf_8_is_told(parts: FakeParts, tmp_path: Path) -> None:
    words = pa.array(["好".encode(), "货".encode("gbk")])
    text = pa.StringArray.from_buffers(2, words.buffers()[1], words.buffers()[2])
    context = pa.array([None, None], pa.string())
    pq.write_table(pa.table({"id": [1, 2], "text": text, "context": context}), tmp_path / "in.parquet")
    error = refused(run(parts, "classify", tmp_path / "in.parquet", tmp_path / "out.jsonl"))
    assert [p.where for p in error.problems] == ["in.parquet:2/text"]


def break_magic(data: bytes) -> bytes:
    return b"text" + data[4:-4] + b"text"


def break_pages(data: bytes) -> bytes:
    return data[:4] + b"\xff" * 200 + data[204:]


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize("spoil", [break_magic, break_pages, cut, lambda data: b""])
def test_a_file_that_is_no_whole_parquet_is_told(
    spoil: Callable[[bytes], bytes], parts: FakeParts, tmp_path: Path
) -> None:
    source = put(tmp_path / "in.parquet", [{"id": n, "text": f"{n}有货吗", "context": None} for n in range(500)])
    source.write_bytes(spoil(source.read_bytes()))
    error = refused(run(parts, "classify", source, tmp_path / "out.jsonl"))
    assert "is broken or no Parquet" in str(error)
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(("of", "into"), [("parquet", "jsonl"), ("csv", "parquet")])
def test_parquet_without_pyarrow_names_the_extra_before_the_work(
    of: str, into: str, parts: FakeParts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = put(tmp_path / f"in.{of}", ROWS)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(classify, "survey", lambda *_: pytest.fail("the work had begun"))
    assert "qinda[parquet]" in str(refused(run(parts, "classify", source, tmp_path / f"out.{into}")))


def test_csv_and_json_lines_need_no_pyarrow(parts: FakeParts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run(parts, "classify", put(tmp_path / "in.csv", ROWS), tmp_path / "out.jsonl").exit_code == 0


def test_the_first_hundred_faults_are_told_and_how_many_more(parts: FakeParts, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", *({"id": None, "text": 1} for _ in range(80)))
    error = refused(run(parts, "classify", source, tmp_path / "out.jsonl"))
    assert len(error.problems) == MOST_TOLD == 100
    assert error.problems[-1].where == "in.jsonl:50/text"
    assert error.message == ("in.jsonl: 160 faults; nothing was written. The first 100 are told, 60 more are not.")


# a file that is large, changes or can be read once


@pytest.mark.parametrize(("of", "into"), [("jsonl", "csv"), ("csv", "parquet"), ("parquet", "jsonl")])
def test_memory_does_not_grow_with_the_file(of: str, into: str, tmp_path: Path) -> None:
    row = dict.fromkeys(SORTED, "x") | {"probability": 0.5, "auto": True, "intents": ["x"]}

    def work(rows: int) -> int:
        source = source_of(
            put(tmp_path / f"in.{of}", [{"id": n, "text": "有货吗" * 100, "context": None} for n in range(rows)])
        )
        target = target_of(tmp_path / f"out.{into}")
        tracemalloc.start()
        try:
            found = survey(source, row_faults)
            done = ([target.encode({**row, "id": n}) for n in range(len(c))] for c in chunks(source, 1_000, found))
            target.write(done, SORTED, whole_ids=found.whole_ids)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    work(2_000)  # what is loaded once
    few = work(2_000)
    assert work(20_000) < 1.5 * few


@pytest.mark.parametrize("data", ['{"id": 1, "text": "有"}\n', "", "{\n" * 5_000])
def test_a_file_that_changes_while_it_is_read_is_refused(
    data: str, parts: FakeParts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "in.jsonl", *({"id": n, "text": "有货吗"} for n in range(2_500)))
    classifier = parts.classifier()

    def change() -> Classifier:
        source.write_text(data, "utf-8")
        return classifier

    parts.classifier = change  # type: ignore[method-assign]
    error = refused(run(parts, "classify", source, tmp_path / "out.jsonl", "--brief"))
    assert "was changed while it was read" in str(error)
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_pipe_is_refused(parts: FakeParts, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is read twice" in str(refused(run(parts, "classify", tmp_path / "pipe", tmp_path / "out.jsonl")))
