"""Parsed files into the store: all of them or nothing, the same file once, an older file never over a newer one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import Connection, func, insert, select, update

from bot.errors import BadInput, SettingsError, StoreError, UnknownId
from bot.ports import Clock, ImportReport, ParsedFile
from bot.storage import staging
from bot.storage.database import Database
from bot.storage.order_rows import ORDER_KINDS
from bot.storage.publish import Counts, publish
from bot.storage.shop_rows import SHOP_KINDS
from bot.storage.tables import imports, items, order_lines, orders, shops, size_charts
from bot.storage.units import UnitKind

_KINDS: Mapping[str, UnitKind] = MappingProxyType({kind.kind: kind for kind in (*ORDER_KINDS, *SHOP_KINDS)})
_CLOCK_SLACK = timedelta(minutes=10)


class Importer:
    """Writes what files tell. `pause_s` lies between two chunks, for the other writers."""

    def __init__(self, database: Database, clock: Clock, *, pause_s: float = 0.01) -> None:
        self._database = database
        self._clock = clock
        self._pause_s = pause_s

    def create_shop(self, shop_id: str, name: str, is_demo: bool = False) -> None:
        """Makes the shop, or gives it the new name. SettingsError: a demo beside a real shop, either way round."""
        if not re.fullmatch(r"[\w.-]{1,64}", shop_id):
            raise BadInput("The shop id is not usable; expected 1 to 64 letters, digits, `_`, `-` or `.`.")
        with self._database.writing() as connection:
            demos = {row.shop_id: row.is_demo for row in connection.execute(select(shops).with_for_update())}
            if any(other is not is_demo for other in demos.values()):
                raise _mixed(is_demo)
            if shop_id in demos:
                connection.execute(update(shops).where(shops.c.shop_id == shop_id).values(name=name))
            else:
                connection.execute(insert(shops).values(shop_id=shop_id, name=name, is_demo=is_demo, version=0))

    def import_files(self, shop_id: str, files: Sequence[ParsedFile]) -> list[ImportReport]:
        """Publishes the files together, in one transaction; one report a file, in their order.

        UnknownId: no such shop. StoreError: nothing was published, the store is as it was.
        """
        known = self._prepare(shop_id, files)
        import_ids: dict[int, str] = {}
        try:
            for number, parsed in enumerate(files):
                if not known[number]:
                    import_ids[number] = self._stage(shop_id, parsed)
            counts = self._publish(shop_id, files, import_ids) if import_ids else {}
        except BaseException:
            self._discard(shop_id, list(import_ids.values()))
            raise
        return [self._report(parsed, counts.get(number)) for number, parsed in enumerate(files)]

    def _prepare(self, shop_id: str, files: Sequence[ParsedFile]) -> list[bool]:
        """Sweeps, and tells of each file whether it is already in the store."""
        for parsed in files:
            if parsed.kind not in _KINDS:
                raise BadInput(f"No table takes files of kind {parsed.kind!r}; known: {', '.join(_KINDS)}.")
        with self._database.writing() as connection:
            if connection.scalar(select(shops.c.shop_id).where(shops.c.shop_id == shop_id)) is None:
                have = ", ".join(connection.scalars(select(shops.c.shop_id).order_by(shops.c.shop_id))) or "none yet"
                raise UnknownId(f"No shop {shop_id[:64]!r} in the store; there are: {have}. Create the shop first.")
            staging.sweep(connection, shop_id, [parsed.sha256 for parsed in files], self._clock.now())
            return [_already_published(connection, shop_id, parsed) for parsed in files]

    def _stage(self, shop_id: str, parsed: ParsedFile) -> str:
        kind = _KINDS[parsed.kind]
        return staging.stage(self._database, shop_id, kind, parsed, now=self._clock.now(), pause_s=self._pause_s)

    def _publish(
        self, shop_id: str, files: Sequence[ParsedFile], import_ids: Mapping[int, str]
    ) -> dict[int, tuple[Counts, list[str]]]:
        done: dict[int, tuple[Counts, list[str]]] = {}
        with self._database.writing() as connection:
            version = _next_version(connection, shop_id)
            for number, import_id in import_ids.items():
                parsed, kind = files[number], _KINDS[files[number].kind]
                notes = self._notes_before(connection, shop_id, parsed)
                units = staging.staged_units(connection, shop_id, import_id, kind)
                counts = publish(connection, shop_id, kind, units, parsed.exported_at)
                staging.close(connection, shop_id, import_id, version)
                done[number] = counts, notes
            for number in import_ids:
                done[number][1].extend(_notes_after(connection, shop_id, files[number]))
        return done

    def _notes_before(self, connection: Connection, shop_id: str, parsed: ParsedFile) -> list[str]:
        notes = []
        if parsed.exported_at > self._clock.now() + _CLOCK_SLACK:
            notes.append("文件的时间晚于现在；请检查文件名里的时间和本机时钟")
        if _KINDS[parsed.kind].replaces_all and _newest(connection, shop_id, parsed.kind, parsed.exported_at):
            notes.append("这份表的时间早于之前导入的一份；已按这份表替换")
        return notes

    def _discard(self, shop_id: str, import_ids: list[str]) -> None:
        """What stays when this fails too is swept by the next import."""
        if not import_ids:
            return
        with suppress(StoreError), self._database.writing() as connection:
            staging.discard(connection, shop_id, import_ids)

    def _report(self, parsed: ParsedFile, done: tuple[Counts, list[str]] | None) -> ImportReport:
        if done is None:
            return ImportReport(kind=parsed.kind, already_known=True)
        counts, notes_of_store = done
        return ImportReport(kind=parsed.kind, notes=(*parsed.notes, *notes_of_store), **asdict(counts))


def _mixed(is_demo: bool) -> SettingsError:
    wanted, has = ("the demo shop", "a real shop") if is_demo else ("a real shop", "the demo shop")
    return SettingsError(
        f"This store holds {has}; {wanted} never goes into the same one. Use another DATABASE_URL or QINDA_HOME for it."
    )


def _next_version(connection: Connection, shop_id: str) -> int:
    """Also holds back other publishes of the shop until this one is done."""
    bump = update(shops).where(shops.c.shop_id == shop_id).values(version=shops.c.version + 1)
    return int(connection.execute(bump.returning(shops.c.version)).scalar_one())


def _already_published(connection: Connection, shop_id: str, parsed: ParsedFile) -> bool:
    """The same bytes told no earlier, and, where a file replaces all, not replaced by another one since."""
    of_kind = (imports.c.shop_id == shop_id, imports.c.kind == parsed.kind, imports.c.status == "published")
    version = connection.scalar(
        select(func.max(imports.c.version)).where(
            *of_kind, imports.c.sha256 == parsed.sha256, imports.c.exported_at >= parsed.exported_at
        )
    )
    if version is None or not _KINDS[parsed.kind].replaces_all:
        return version is not None
    return bool(version == connection.scalar(select(func.max(imports.c.version)).where(*of_kind)))


def _newest(connection: Connection, shop_id: str, kind: str, than: object) -> bool:
    """A published import of the kind told a later time than this."""
    query = select(imports.c.import_id).where(
        imports.c.shop_id == shop_id,
        imports.c.kind == kind,
        imports.c.status == "published",
        imports.c.exported_at > than,
    )
    return connection.scalar(query.limit(1)) is not None


def _notes_after(connection: Connection, shop_id: str, parsed: ParsedFile) -> list[str]:
    if parsed.kind == "order_lines":
        return _notes_of_lines(connection, shop_id)
    if parsed.kind != "size_charts":
        return []
    in_catalogue = select(items.c.item_id).where(items.c.shop_id == shop_id)
    query = select(func.count()).where(size_charts.c.shop_id == shop_id, size_charts.c.item_id.not_in(in_catalogue))
    missing = connection.scalar(query)
    return [f"{missing} 个商品编号不在商品表里，它们的尺码表暂时用不上"] if missing else []


def _notes_of_lines(connection: Connection, shop_id: str) -> list[str]:
    listed = select(orders.c.order_id).where(orders.c.shop_id == shop_id)
    query = select(func.count(), func.count(order_lines.c.order_id.distinct())).where(
        order_lines.c.shop_id == shop_id, order_lines.c.order_id.not_in(listed)
    )
    rows, of_orders = connection.execute(query).one()
    said = f"{rows} 行明细（{of_orders} 个订单）还不在任何订单表里；已保留，导入含有这些订单的订单表后自动合上"
    return [said] if rows else []
