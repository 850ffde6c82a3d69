"""The composition root: settings → parts → commands and app. Nobody imports it; the `qinda` command starts here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import click

import bot.compliance
import bot.facts
from bot.assistant import Assistant
from bot.cli.group import commands
from bot.cli.parts import Progress
from bot.clock import SystemClock
from bot.compliance.check_data import check_rows, draft_faults
from bot.compliance.guard import Guard
from bot.demo_shop import SHOP_ID, SHOP_NAME
from bot.demo_shop.lay import lay
from bot.domain.reply import Reply
from bot.errors import QindaError
from bot.orders.recognise import parse_file, parse_path, shop_tables
from bot.ports import ImportReport, ParsedFile
from bot.registry import modules_with
from bot.replies.book import load_book
from bot.settings import Settings, read_settings
from bot.storage.buyer_search import SqlBuyerSearch
from bot.storage.database import Database, migrated
from bot.storage.imports import Importer
from bot.storage.order_source import SqlOrderSource
from bot.storage.shop_source import SqlShopSource
from bot.web.app import create_app
from bot.web.parts import WebParts
from bot.web.serving import listen, repeated, serve
from intents import (
    Classifier,
    CurrentClassifier,
    IntentsError,
    load_catalog,
    load_corpus,
)

ROOT = Path(__file__).resolve().parent
FIRST_SHOP = "main"
DEMO_LAID_EVERY_S = 6 * 3600.0  # its stock and its parcels' positions are stale after a day


class Parts:
    """Everything of one run, each part built when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = SystemClock()

    def now(self) -> datetime:
        return self.clock.now()

    @cached_property
    def at_home(self) -> Settings:
        """The settings, with QINDA_HOME made for its owner alone before anything is laid into it."""
        with suppress(OSError):  # whoever needs the folder tells what is wrong with it
            self.settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.settings

    # understanding

    @cached_property
    def catalog(self):  # type: ignore[no-untyped-def]  # IntentCatalog
        return load_catalog()

    @cached_property
    def current(self) -> CurrentClassifier:
        return CurrentClassifier(self.settings.models, cache_dir=self.at_home.cache)

    def classifier(self) -> Classifier:
        return self.current()

    @property
    def models(self) -> Path:
        return self.settings.models

    @property
    def cache(self) -> Path:
        return self.at_home.cache

    def train(self, progress: Progress, *, only_if_missing: bool) -> Mapping[str, Any] | None:
        rows = load_corpus(self.catalog, ROOT / "training_data")
        if only_if_missing and self.current.is_made_of(rows):
            return None
        from intents.train import train  # scikit-learn stays off the answering path

        trained = train(
            self.catalog, rows, self.settings.models, now=self.now(), jobs=self.settings.jobs, progress=progress
        )
        return trained.artefact.manifest

    def evaluate(self, out: Path, progress: Progress) -> Mapping[str, Any]:
        from intents.evaluate import write_report  # scikit-learn stays off the answering path
        from intents.train import cross_validate  # likewise

        rows = load_corpus(self.catalog, ROOT / "training_data")
        return write_report(cross_validate(rows, jobs=self.settings.jobs, progress=progress), out)

    # the store

    @cached_property
    def own(self) -> Database:
        return migrated(self.at_home.store_url)

    @cached_property
    def demo(self) -> Database:
        return migrated(self.at_home.demo_url)

    @property
    def uses_demo(self) -> bool:
        return not self.own_shops

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
        return self.settings.shop_of([shop.shop_id for shop in SqlShopSource(self.store).shops()])

    @property
    def own_shops(self) -> Sequence[str]:
        return [shop.shop_id for shop in SqlShopSource(self.own).shops()]

    @property
    def chosen_shop(self) -> str | None:
        return self.settings.shop

    @property
    def import_shop(self) -> str:
        return self.settings.shop or FIRST_SHOP

    @property
    def table_kinds(self) -> Sequence[str]:
        return shop_tables()

    def parse_file(self, path: Path, kind: str | None, *, accept_open_end: bool) -> ParsedFile:
        return parse_path(path, kind=kind, accept_open_end=accept_open_end)

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

    draft_faults = staticmethod(draft_faults)

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

    def serve(self, *, started: Callable[[], None]) -> None:
        with listen(self.settings.host, self.settings.port) as at, ExitStack() as beside:
            if self.uses_demo:
                self.lay_demo()
                beside.enter_context(repeated(self.lay_demo, every_s=DEMO_LAID_EVERY_S))
            serve(create_app(self.web_parts()), at, started=started)


def main() -> None:
    """Exit code 0, 1 for bad input or a failure, 2 for wrong usage."""
    try:
        commands()(obj=Parts(read_settings(os.environ, root=ROOT)))
    except (QindaError, IntentsError) as error:
        click.echo(f"qinda: {error}", err=True)
        sys.exit(1)
    except OSError as error:  # a closed folder, a full disk: whoever reads it can mend it
        told = f"cannot use {error.filename or 'a file'}: {error.strerror or error}. Check it and run again."
        click.echo(f"qinda: {told}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
