"""What people said, to learn from: the definitions' examples and the JSONL files under `training_data/`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intents.catalog import IntentCatalog
from intents.errors import DefinitionError

_KEYS = {"text", "intent", "also", "context", "in_context"}


@dataclass(frozen=True, slots=True)
class Utterance:
    """One labelled message. `context` holds (speaker, text) turns before it, oldest first."""

    text: str
    intent: str
    also: tuple[str, ...] = ()
    context: tuple[tuple[str, str], ...] = ()
    in_context: str = ""
    """What it asks when the turns before are read; "": the same."""
    source: str = ""


def load_corpus(catalog: IntentCatalog, folder: Path | None) -> list[Utterance]:
    """Examples of the catalog, then every row of every `.jsonl` under `folder/utterances`; faults of all files in one error."""
    rows = [
        Utterance(text, intent.id, source=f"definitions/{intent.id}.yaml")
        for intent in catalog.values()
        for text in intent.examples
    ]
    problems: list[str] = []
    for path in sorted((folder / "utterances").glob("*.jsonl")) if folder is not None else ():
        rows += _read(path, catalog, problems)
    problems += _two_intents(rows)
    if problems:
        raise DefinitionError(f"{len(problems)} faults in the training data; mend them and try again.", problems)
    return rows


def _read(path: Path, catalog: IntentCatalog, problems: list[str]) -> list[Utterance]:
    rows: list[Utterance] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            raw = json.loads(line.decode("utf-8"))
        except ValueError:
            problems.append(f"{where}: is no JSON in UTF-8.")
            continue
        faults = list(_faults(raw, catalog))
        problems += [f"{where}: {fault}" for fault in faults]
        if not faults:
            rows.append(
                Utterance(
                    raw["text"],
                    raw["intent"],
                    also=tuple(raw.get("also", ())),
                    context=tuple((who, said) for who, said in raw.get("context", ())),
                    in_context=raw.get("in_context", ""),
                    source=where,
                )
            )
    return rows


def _faults(raw: Any, catalog: IntentCatalog) -> Iterable[str]:
    if not isinstance(raw, dict) or not {"text", "intent"} <= raw.keys() <= _KEYS:
        found = sorted(raw) if isinstance(raw, dict) else type(raw).__name__
        yield f"needs text and intent, may have also, context, in_context; found {found}."
        return
    if not isinstance(raw["text"], str) or not raw["text"].strip():
        yield "text is empty."
    also = raw.get("also", [])
    told = [
        raw["intent"],
        *([raw["in_context"]] if "in_context" in raw else []),
        *(also if isinstance(also, list) else ()),
    ]
    for name in told:
        if not isinstance(name, str) or name not in catalog:
            yield f"{name!r} is no intent."
    if not isinstance(also, list):
        yield "also is no list of intents."
    context = raw.get("context", [])
    if not isinstance(context, list) or not all(_is_turn(turn) for turn in context):
        yield "context is no list of pairs [speaker, text]."


def _is_turn(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(x, str) for x in value)


def _two_intents(rows: Sequence[Utterance]) -> Iterable[str]:
    """`intent` is judged from the words alone: the same words under two intents teach nothing."""
    said: dict[str, Utterance] = {}
    for row in rows:
        first = said.setdefault(row.text, row)
        if first.intent != row.intent:
            yield f"{row.source}: {row.text!r} is {row.intent} here and {first.intent} in {first.source}."


def digest(rows: Sequence[Utterance]) -> str:
    """sha256 over what is learned, whatever the order of the files."""
    sums = sorted(
        hashlib.sha256(
            json.dumps([r.text, r.intent, r.also, r.context, r.in_context], ensure_ascii=False).encode()
        ).digest()
        for r in rows
    )
    return hashlib.sha256(b"".join(sums)).hexdigest()
