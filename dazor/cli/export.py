"""What is stored, for other programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from dazor.cli.shared import config_of, print_lines

OF_DOCUMENT = (
    "document", "source", "kind", "url", "published_at", "published_precision", "first_seen_at", "gone_at"
)  # fmt: skip
OF_VERSION = ("version", "seen_at", "title", "text", "text_sha256")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Cyrillic as windows-1251


@click.group()
def export() -> None:
    """What is stored, for other programs."""


@export.command("documents")
@click.option("--source", "source_id", metavar="ID")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", help="csv: a row a version."
)
@click.pass_context
def export_documents(
    context: click.Context, source_id: str | None, since: datetime | None, form: str
) -> None:
    """Every stored document with its versions, one JSON line each; or a table for a spreadsheet."""
    from dazor.text import sheet
    from store import documents
    from store.database import opened_to_read

    config = config_of(context)
    start = since.replace(tzinfo=config.desk.zoneinfo) if since else None
    with opened_to_read(config.store.path) as db:
        found = documents.export(db, source_id, start)
        if form == "jsonl":
            print_lines(found)
            return
        click.echo(BYTE_ORDER_MARK, nl=False)
        for line in sheet.lines(("channel", *OF_DOCUMENT, *OF_VERSION), _rows(found)):
            click.echo(line)


def _rows(found: Iterator[dict[str, Any]]) -> Iterator[list[object]]:
    for one in found:
        channel = one["post"]["channel"] if one["post"] else None
        for version in one["versions"]:
            yield [channel, *(one[name] for name in OF_DOCUMENT), *(version[name] for name in OF_VERSION)]
