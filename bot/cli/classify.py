"""`qinda classify`: what each message of a file asks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot.cli.lines import refuse_places
from bot.cli.parts import Parts, show_progress
from bot.cli.sources import chunks, source_of, survey
from bot.cli.targets import target_of
from bot.desk.sorting import DECIDED, SORTED, decide_message, row_faults, sort_message
from intents import Classifier, cores, map_chunks

CHUNK = 1_000
ALONE_UP_TO = {True: 5_000, False: 1_000}
"""Rows, brief or in full, up to which one process is done before others have started."""
_CHUNKS_EACH = 4
"""At least so many a process, that all end at about the same time."""

Row = Mapping[str, Any]
Sort = Callable[[Classifier, Row], Row]


@click.command()
@click.argument("messages", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--brief", is_flag=True, help="Only the decision: id, intent, probability, intents, in_context, auto.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes. Default: one a core for many rows, else one.")
@click.pass_obj
def command(parts: Parts, messages: Path, out: Path, brief: bool, jobs: int | None) -> None:
    """Sort MESSAGES (rows {"id", "text", "context"?}) into OUT, a row each, in the same order.

    Each is CSV or Parquet when its name ends so, and JSON lines otherwise.
    """
    refuse_places(messages, out)
    source, target = source_of(messages), target_of(out)
    found = survey(source, functools.partial(row_faults, empty_ok=True))
    classifier = parts.classifier()
    jobs = jobs or jobs_for(found.rows, brief=brief)
    sort: Sort = decide_message if brief else functools.partial(sort_message, now=parts.now())
    results = map_chunks(
        functools.partial(sort_chunk, parse=source.parse, sort=sort, encode=target.encode),
        chunks(source, chunk_size(found.rows, jobs), found),
        classifier,
        folder=parts.models / classifier.version,
        cache_dir=parts.cache,
        jobs=jobs,
    )
    target.write(_shown(results, found.rows), DECIDED if brief else SORTED, whole_ids=found.whole_ids)
    click.echo(f"{found.rows} messages sorted by model {classifier.version}.", err=True)


def jobs_for(rows: int, *, brief: bool) -> int:
    return cores() if rows > ALONE_UP_TO[brief] else 1


def chunk_size(rows: int, jobs: int) -> int:
    """`CHUNK`, or less when there are too few rows to keep all processes busy."""
    return CHUNK if jobs == 1 else max(1, min(CHUNK, rows // (_CHUNKS_EACH * jobs)))


def sort_chunk(
    classifier: Classifier,
    records: Sequence[Any],
    *,
    parse: Callable[[Any], Row],
    sort: Sort,
    encode: Callable[[Row], Any],
) -> list[Any]:
    """Encoded rows of a chunk of records: reading and writing JSON takes as long as deciding, so it is shared out too."""
    return [encode(sort(classifier, parse(record))) for record in records]


def _shown(results: Iterator[list[Any]], rows: int) -> Iterator[list[Any]]:
    done = 0
    for result in results:
        yield result
        done += len(result)
        show_progress("messages", done, rows)
