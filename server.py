"""The composition root: settings → parts → commands and app. Nobody imports it; the `qinda` command starts here."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import click

import bot.cli
import bot.compliance
import bot.facts
from bot.assistant import Assistant
from bot.cli.parts import Progress
from bot.compliance.check_data import check_rows, draft_faults
from bot.compliance.guard import Guard
from bot.demo_shop import SHOP_ID, SHOP_NAME
from bot.demo_shop.lay import lay
from bot.domain.reply import Reply
from bot.errors import Problem, QindaError, UnknownId
from bot.orders.recognise import parse_file, shop_tables
from bot.ports import ImportReport, ParsedFile
from bot.registry import modules_with
from bot.replies.book import load_book
from bot.settings import Settings, read_settings
from bot.storage.buyer_search import SqlBuyerSearch
from bot.storage.database import Database, open_database
from bot.storage.imports import Importer
from bot.storage.order_source import SqlOrderSource
from bot.storage.shop_source import SqlShopSource
from bot.web.app import create_app
from bot.web.parts import WebParts
from intents import (
    Classifier,
    CurrentClassifier,
    IntentsError,
    NoModelError,
    Recipe,
    Utterance,
    digest,
    libraries,
    load_catalog,
    load_corpus,
    segmenter,
)

ROOT = Path(__file__).resolve().parent
FIRST_SHOP = "main"


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Parts:
    """Everything of one run, each part built when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = SystemClock()

    def now(self) -> datetime:
        return self.clock.now()

    # understanding

    @cached_property
    def catalog(self):  # type: ignore[no-untyped-def]  # IntentCatalog
        return load_catalog()

    @cached_property
    def current(self) -> CurrentClassifier:
        return CurrentClassifier(self.settings.models, cache_dir=self.settings.cache)

    def classifier(self) -> Classifier:
        return self.current()

    def _up_to_date(self, rows: Sequence[Utterance]) -> bool:
        """The model that serves was trained on these rows, with this recipe and these libraries."""
        try:
            manifest = self.classifier().manifest
        except NoModelError:
            return False
        wanted = (digest(rows), Recipe().as_json(), libraries())
        return (manifest["data_digest"], manifest["recipe"], manifest["libraries"]) == wanted

    def train(self, progress: Progress, *, only_if_missing: bool) -> Mapping[str, Any] | None:
        rows = load_corpus(self.catalog, ROOT / "training_data")
        if only_if_missing and self._up_to_date(rows):
            return None
        from intents.train import train  # scikit-learn stays off the answering path

        cuts = segmenter(self.settings.cache)
        trained = train(
            self.catalog, rows, self.settings.models, cuts, now=self.now(), jobs=self.settings.jobs, progress=progress
        )
        return trained.artefact.manifest

    def evaluate(self, out: Path, progress: Progress) -> Mapping[str, Any]:
        from intents.evaluate import write_report  # scikit-learn stays off the answering path
        from intents.train import cross_validate  # likewise

        rows = load_corpus(self.catalog, ROOT / "training_data")
        return write_report(
            cross_validate(rows, segmenter(self.settings.cache), jobs=self.settings.jobs, progress=progress), out
        )

    # the store

    @cached_property
    def own(self) -> Database:
        database = open_database(self.settings.store_url)
        database.migrate()
        return database

    @cached_property
    def demo(self) -> Database:
        database = open_database(self.settings.demo_url)
        database.migrate()
        return database

    @property
    def uses_demo(self) -> bool:
        return not SqlShopSource(self.own).shops()

    @cached_property
    def store(self) -> Database:
        """The shop's own store, or the demo's while that is empty; the demo is laid when its file is new."""
        if not self.uses_demo:
            return self.own
        if not SqlShopSource(self.demo).shops():
            self.lay_demo()
        return self.demo

    @cached_property
    def shop_id(self) -> str:
        known = [shop.shop_id for shop in SqlShopSource(self.store).shops()]
        if self.settings.shop in known or (self.settings.shop is None and len(known) == 1):
            return self.settings.shop or known[0]
        raise UnknownId(f"QINDA_SHOP names no shop of the store, or several are in it; known: {', '.join(known)}.")

    @property
    def import_shop(self) -> str:
        return self.settings.shop or FIRST_SHOP

    @property
    def table_kinds(self) -> Sequence[str]:
        return shop_tables()

    def parse_file(self, path: Path, kind: str | None, *, accept_open_end: bool) -> ParsedFile:
        return parse_file(
            path.name,
            path.read_bytes(),
            kind=kind,
            modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
            accept_open_end=accept_open_end,
        )

    def import_files(self, parsed: Sequence[ParsedFile], *, shop_id: str, shop_name: str) -> Sequence[ImportReport]:
        importer = Importer(self.own, self.clock)
        if SqlShopSource(self.own).shop(shop_id) is None:
            importer.create_shop(shop_id, shop_name)
        return importer.import_files(shop_id, parsed)

    def lay_demo(self) -> tuple[str, Mapping[str, int]]:
        importer = Importer(self.demo, self.clock, pause_s=0)
        importer.create_shop(SHOP_ID, SHOP_NAME, is_demo=True)
        now = self.now()
        files = [parse_file(name, data, modified_at=now) for name, data in lay(now)]
        importer.import_files(SHOP_ID, files)
        return SHOP_NAME, {parsed.kind: len(parsed.rows) for parsed in files}

    # answering

    @cached_property
    def guard(self) -> Guard:
        return Guard(list(modules_with(bot.compliance, "ID").values()))

    def draft_faults(self, row: Any, where: str) -> list[Problem]:
        return draft_faults(row, where)

    def check_rows(self, rows: Sequence[Any]) -> list[dict[str, object]]:
        return check_rows(rows, self.guard.check)

    @cached_property
    def assistant(self) -> Assistant:
        return Assistant(
            classifier=self.classifier,
            catalog=self.catalog,
            book=load_book(self.catalog),
            guard=self.guard.check,
            fact_groups=modules_with(bot.facts, "NEED"),
            shops=SqlShopSource(self.store),
            orders=SqlOrderSource(self.store),
            clock=self.clock,
        )

    def reply(self, request: Mapping[str, Any]) -> Reply:
        return self.assistant.reply(request, shop_id=self.shop_id)

    # serving

    @property
    def address(self) -> str:
        return f"{self.settings.host}:{self.settings.port}"

    def web_parts(self) -> WebParts:
        assistant, shop_id, orders = self.assistant, self.shop_id, SqlOrderSource(self.store)
        return WebParts(
            assistant=assistant,
            shop_id=shop_id,
            knowledge=lambda: assistant.shelf(shop_id).knowledge,
            classifier=self.classifier,
            check_rows=self.check_rows,
            orders=orders,
            buyers=SqlBuyerSearch(self.store),
            catalog=self.catalog,
            clock=self.clock,
            ready=lambda: {"model": self.classifier().version, "shop": assistant.shelf(shop_id).knowledge.shop.name},
        )

    def serve(self) -> None:
        import waitress  # only this command needs a server

        if self.uses_demo:
            self.lay_demo()
        app = create_app(self.web_parts())
        waitress.serve(app, host=self.settings.host, port=self.settings.port, threads=8, ident=None)


def commands() -> click.Group:
    """The `qinda` command with every module of bot/cli that has a `command`."""
    found = modules_with(bot.cli, "command")
    group = click.Group("qinda", help="Qinda 亲答: customer-service replies for Chinese online shops.")
    for name, module in found.items():
        group.add_command(module.command, name)
    return group


def main() -> None:
    """Exit code 0, 1 for bad input or a failure, 2 for wrong usage."""
    try:
        commands()(obj=Parts(read_settings(os.environ, root=ROOT)))
    except (QindaError, IntentsError) as error:
        click.echo(f"qinda: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
