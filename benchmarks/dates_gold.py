"""Dates as sites wrote them, with the day they mean."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

# The lists of ukraina.ru were saved in several days of June 2025; this is the last of them.
CAPTURED = datetime(2025, 6, 10, 20, 59, tzinfo=UTC)
_MONTHS = "студз лют сак крас ма чэрв ліп жн вер кастр ліст снеж".split()


def every(folder: Path) -> Iterator[tuple[str, str, datetime, list[tuple[str, date]]]]:
    """Name, zone, the time of reading and (text, day) pairs of each set that is there."""
    if (folder / "ukraina_ru_index").is_dir():
        yield (
            "ukraina_ru_index",
            "Europe/Moscow",
            CAPTURED,
            _ukraina(folder / "ukraina_ru_index/index.jsonl.gz"),
        )
    if (folder / "be_newspapers").is_dir():
        now = datetime(2010, 1, 1, tzinfo=UTC)
        yield "be_newspapers", "Europe/Minsk", now, _newspapers(folder / "be_newspapers/index.jsonl.gz")


def _ukraina(file: Path) -> list[tuple[str, date]]:
    """The day stands in the address, /YYYYMMDD/."""
    pairs = []
    for row in _rows(file):
        day = re.search(r"/(\d{4})(\d\d)(\d\d)/", row["link"])
        if day:
            pairs.append((row["date_str"], date(int(day[1]), int(day[2]), int(day[3]))))
    return pairs


def _newspapers(file: Path) -> list[tuple[str, date]]:
    """The day as this pattern sees it, once Latin i is Cyrillic; all lines have this form."""
    pairs = []
    for row in _rows(file):
        match = re.search(r"(\d\d?) ([а-яў]+і?\w*),? (\d{4})", row["source_line"].replace("i", "і"))
        if match:
            month = next(n for n, stem in enumerate(_MONTHS, 1) if match[2].startswith(stem))
            pairs.append((row["source_line"], date(int(match[3]), month, int(match[1]))))
    return pairs


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
