"""The layers hold, and the test that says so can fail."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT, faults, sources

# modules that are one flat table or one walk that reads worse when cut
LONG_FOR_A_REASON: dict[str, str] = {}
LONGEST = 300

BANNED = {
    "eval": "runs text",
    "exec": "runs text",
    "joblib.load": "runs what a file says",
    "pickle.load": "runs what a file says",
    "pickle.loads": "runs what a file says",
    "marshal.load": "runs what a file says",
    "yaml.unsafe_load": "runs what a file says",
    "yaml.full_load": "runs what a file says",
    "os.system": "runs text",
    "flask.render_template_string": "templates are files",
    "render_template_string": "templates are files",
    "Markup": "text stays text",
}


def test_no_import_is_against_the_table() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot/domain/order.py", "import flask"),
        ("bot/steps/decide.py", "from bot.steps.gather import gather"),
        ("bot/steps/decide.py", "from bot.storage.database import Database"),
        ("intents/classify.py", "from bot.domain.order import Order"),
        ("intents/classify.py", "def late() -> None:\n    import sklearn"),
        ("bot/replies/book.py", "from intents.classify import Classifier"),
        ("bot/compliance/gifts.py", "from bot.compliance.invoice import check as other"),
        ("bot/web/app.py", "import typing\nif typing.TYPE_CHECKING:\n    from bot.storage import tables"),
        ("bot/orders/sheet.py", "from bot.storage.database import Database"),
        ("bot/assistant.py", "import server"),
    ],
)
def test_an_import_against_the_table_is_found(module: str, line: str, tmp_path: Path) -> None:
    for path in sources(ROOT):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert len(faults(tmp_path)) == 1


def test_no_module_is_longer_than_three_hundred_lines_without_a_reason() -> None:
    long = {str(p.relative_to(ROOT)) for p in sources(ROOT) if len(p.read_text("utf-8").splitlines()) > LONGEST}
    assert long == set(LONG_FOR_A_REASON)


def test_no_dangerous_call_is_in_the_product() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}"
        for path in sources(ROOT)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in BANNED
    ]
    assert found == []


def test_every_yaml_load_is_safe_and_every_array_is_loaded_without_pickle() -> None:
    for path in sources(ROOT):
        text = path.read_text("utf-8")
        assert text.count("np.load(") == text.count("allow_pickle=False)") - text.count("np.save(")
        assert text.count("yaml.load(") == text.count("CSafeLoader")


def test_answering_loads_neither_scikit_learn_nor_scipy_nor_plots() -> None:
    probe = "import sys, server; print([m for m in ('sklearn', 'scipy', 'matplotlib', 'joblib') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"
