"""The intents: what each means, how risky an answer is, which facts it needs, its examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal

import yaml

from intents.errors import DefinitionError

Risk = Literal["low", "medium", "high"]

_ID = re.compile(r"[a-z][a-z_]{1,31}")
_KEYS = {"id", "name", "risk", "when", "when_not", "needs", "examples", "near_misses"}


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence that looks like an intent and is another; asked of every new model."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One intent, as `definitions/<id>.yaml` tells it."""

    id: str
    name_zh: str
    name_en: str
    risk: Risk
    when: str
    when_not: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    """Names of what an answer must know of the shop and the order; whoever answers gives them their meaning."""
    examples: tuple[str, ...] = field(default=(), repr=False)
    near_misses: tuple[NearMiss, ...] = field(default=(), repr=False)


class IntentCatalog(Mapping[str, Intent]):
    """Intent id → Intent, in the order of the ids."""

    def __init__(self, intents: Iterable[Intent]) -> None:
        self._intents = MappingProxyType({i.id: i for i in sorted(intents, key=lambda i: i.id)})

    def __getitem__(self, key: str) -> Intent:
        return self._intents[key]

    def __iter__(self):  # type: ignore[no-untyped-def]  # Iterator[str], as Mapping has it
        return iter(self._intents)

    def __len__(self) -> int:
        return len(self._intents)


def load_catalog(folder: Traversable | None = None) -> IntentCatalog:
    """Read every definition; all faults of all files are told in one DefinitionError."""
    folder = folder if folder is not None else resources.files("intents") / "definitions"
    problems: list[str] = []
    intents: list[Intent] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            intents += _read(entry, problems)
    problems += _check_together(intents)
    if problems:
        raise DefinitionError(f"{len(problems)} faults in the intent definitions; mend them and try again.", problems)
    return IntentCatalog(intents)


def _read(entry: Traversable, problems: list[str]) -> list[Intent]:
    try:
        raw = yaml.load(entry.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe loaders; C is ten times faster
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(f"{entry.name}: is not readable YAML ({type(error).__name__}).")
        return []
    found = len(problems)
    problems += [f"{entry.name}: {p}" for p in _faults(raw, entry.name.removesuffix(".yaml"))]
    return [] if len(problems) > found else [_intent(raw)]


def _faults(raw: Any, stem: str) -> Iterable[str]:
    if not isinstance(raw, dict):
        yield "is not a mapping."
        return
    if raw.keys() != _KEYS:
        yield f"has keys {sorted(raw.keys() ^ _KEYS)} too many or too few; expected {sorted(_KEYS)}."
        return
    if raw["id"] != stem or not _ID.fullmatch(stem):
        yield f"id is {raw['id']!r}, expected the file's name {stem!r} in a–z and _."
    if raw["risk"] not in ("low", "medium", "high"):
        yield f"risk is {raw['risk']!r}, expected low, medium or high."
    if not isinstance(raw["when"], str) or not raw["when"].strip():
        yield "when must be a text."
    if not isinstance(raw["name"], dict) or set(raw["name"]) != {"zh", "en"} or not _texts([*raw["name"].values()]):
        yield "name needs zh and en."
    if not _texts(raw["needs"]) or not all(_ID.fullmatch(name) for name in raw["needs"]):
        yield "needs must be a list of names in a–z and _; the bot knows which there are."
    for key in ("when_not", "examples"):
        if not _texts(raw[key]):
            yield f"{key} must be a list of texts; quote what YAML reads as a number or yes/no."
    misses = raw["near_misses"]
    if not isinstance(misses, list) or not all(_is_near_miss(miss) for miss in misses):
        yield "near_misses must be a list of {text, intent}."


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) and x.strip() for x in value)


def _is_near_miss(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"text", "intent"} and _texts([*value.values()])


def _intent(raw: dict[str, Any]) -> Intent:
    return Intent(
        id=raw["id"],
        name_zh=raw["name"]["zh"],
        name_en=raw["name"]["en"],
        risk=raw["risk"],
        when=raw["when"],
        when_not=tuple(raw["when_not"]),
        needs=frozenset(raw["needs"]),
        examples=tuple(raw["examples"]),
        near_misses=tuple(NearMiss(n["text"], n["intent"]) for n in raw["near_misses"]),
    )


def _check_together(intents: Sequence[Intent]) -> Iterable[str]:
    """No sentence under two intents, every near miss names an intent there is."""
    known = {i.id for i in intents}
    said: dict[str, str] = {}
    for intent in intents:
        for text in intent.examples:
            if (first := said.setdefault(text, intent.id)) != intent.id:
                yield f"{intent.id}.yaml: an example stands in {first}.yaml too: {text}"
        for miss in intent.near_misses:
            if miss.intent not in known:
                yield f"{intent.id}.yaml: a near miss names {miss.intent!r}, which is no intent."
