"""`dazor stories`: given texts grouped into stories."""

from pathlib import Path
from typing import Any

import click

from dazor.cli.shared import print_lines, warn


@click.command()
@click.option(
    "--texts",
    type=click.File(encoding="utf-8"),
    required=True,
    help="JSON lines with id and text, in order of published_at.",
)
def stories(texts: Any) -> None:
    """Group given texts into stories; one JSON line a text."""
    from dazor.stories import given

    print_lines(given.group(given.read(texts, Path(texts.name).name, warn=warn)))
