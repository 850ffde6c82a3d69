"""Who may import whom, as data, and the walk that proves it. Imports hidden in functions or behind TYPE_CHECKING count."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# part → what it may import of ours. The longest prefix that fits a module is its part.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "bot.errors": (),
    "bot.domain": ("bot.domain", "bot.errors"),
    "bot.settings": ("bot.errors",),
    "bot.registry": ("bot.errors",),
    "intents": ("intents",),
    "bot.ports": ("bot.domain", "bot.errors"),
    "bot.replies": ("bot.replies", "bot.domain", "bot.errors", "bot.ports", "intents"),
    "bot.compliance": ("bot.compliance", "bot.domain", "bot.errors", "bot.ports", "intents"),
    "bot.facts": ("bot.facts.situation", "bot.domain", "bot.errors", "bot.ports", "bot.replies", "intents"),
    "bot.steps": ("bot.domain", "bot.errors", "bot.ports", "bot.replies", "bot.facts.situation", "intents"),
    "bot.assistant": ("bot.steps", "bot.facts", "bot.replies", "bot.domain", "bot.errors", "bot.ports", "intents"),
    "bot.orders": ("bot.orders", "bot.domain", "bot.errors", "bot.ports"),
    "bot.storage": ("bot.storage", "bot.domain", "bot.errors", "bot.ports"),
    "bot.demo_shop": ("bot.demo_shop", "bot.domain"),
    "bot.desk": ("bot.desk", "bot.domain", "bot.errors", "bot.ports", "bot.replies", "bot.compliance", "intents"),
    "bot.web": ("bot.web", "bot.desk", "bot.domain", "bot.errors", "bot.ports", "intents"),
    "bot.clock": (),
    "bot.cli": ("bot.cli", "bot.registry", "bot.desk", "bot.domain", "bot.errors", "bot.ports", "intents"),
    "bot": (),
    "server": ("bot", "intents"),
}

# library → the only parts that may import it
HOMES: dict[str, tuple[str, ...]] = {
    "flask": ("bot.web",),
    "werkzeug": ("bot.web",),
    "click": ("bot.cli", "server"),
    "waitress": ("bot.web.serving",),
    "sqlalchemy": ("bot.storage",),
    "alembic": ("bot.storage",),
    "psycopg": ("bot.storage",),
    "openpyxl": ("bot.orders",),
    "pyarrow": ("bot.cli.parquet",),
    "jieba": ("intents.segment",),
    "opencc": ("intents.cleaning",),
    "sklearn": ("intents.train", "intents.evaluate"),
    "scipy": ("intents.train", "intents.evaluate"),
    "joblib": ("intents.train", "intents.evaluate", "intents.batch"),
    "matplotlib": ("intents.evaluate",),
    "numpy": ("intents",),
    "yaml": ("intents", "bot.replies", "bot.web.api.openapi"),
    "rasa_sdk": ("bot.channels",),
}

# modules of ours that only the composition root may import: they load scikit-learn
APART = {"intents.train": ("intents.evaluate", "server"), "intents.evaluate": ("server",)}

# the front door is the only way into understanding
FRONT_DOOR = "intents"


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    target: str
    line: int
    names_a_rule: bool = False


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(root: Path) -> Iterator[Path]:
    yield from sorted((root / "bot").rglob("*.py"))
    yield from sorted((root / "intents").rglob("*.py"))
    yield root / "server.py"


def imports_of(path: Path, root: Path, known: set[str]) -> Iterator[Import]:
    """Every import of a file; `from package import module` counts as the module when it is one of `known`."""
    module = module_name(path, root)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(module, alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield Import(module, inner if inner in known else node.module, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            yield Import(module, "a relative import", node.lineno)


def _front_door_names(root: Path) -> set[str]:
    """What may be imported from `intents`, though a module may be called so too."""
    tree = ast.parse((root / "intents" / "__init__.py").read_text("utf-8"))
    listed = next(n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "__all__")
    return {f"intents.{name}" for name in ast.literal_eval(listed)}


def part_of(module: str) -> str:
    return max((p for p in MAY_IMPORT if module == p or module.startswith(f"{p}.")), key=len, default="")


def _within(module: str, prefixes: tuple[str, ...]) -> bool:
    return any(module == p or module.startswith(f"{p}.") for p in prefixes)


def fault(found: Import) -> str | None:
    """Why an import is against the table, or None."""
    part, target = part_of(found.module), found.target
    top = target.split(".")[0]
    if not part:
        return "the module belongs to no part of the table"
    if top in HOMES and not _within(found.module, HOMES[top]):
        return f"{top} lives in {', '.join(HOMES[top])} only"
    if target == "server":
        return "nobody imports server"
    if target in APART and not _within(found.module, APART[target]):
        return f"{target} loads scikit-learn; only {', '.join(APART[target])} may import it"
    if top not in ("bot", "intents"):
        return "use absolute imports" if target == "a relative import" else None
    if part not in ("intents", "server") and top == "intents" and target != FRONT_DOOR:
        return "only the front door `intents` may be imported"
    if part == "bot.steps" and target.startswith("bot.steps."):
        return "steps never import each other"
    if found.names_a_rule:
        return "a rule is never imported, by another rule or anybody else; the registry finds it"
    package_itself = target == found.module.rpartition(".")[0]
    if _within(target, MAY_IMPORT[part]) or target == found.module or package_itself:
        return None
    return f"{part} may import {', '.join(MAY_IMPORT[part]) or 'nothing of ours'}"


def faults(root: Path = ROOT) -> list[str]:
    """Every import against the table."""
    known = {module_name(path, root) for path in sources(root)} - _front_door_names(root)
    rules = {module_name(path, root) for path in (root / "bot" / "compliance").glob("*.py") if _is_rule(path)}
    return [
        f"{found.module}:{found.line} imports {found.target}: {why}"
        for path in sources(root)
        for found in imports_of(path, root, known)
        if (why := fault(replace(found, names_a_rule=found.target in rules))) is not None
    ]


def _is_rule(path: Path) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    return any(isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ID" for node in tree.body)
