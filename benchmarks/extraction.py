"""
Extraction beside bare trafilatura of the same version, in the same run, on the same pages.

    python benchmarks/extraction.py [--set aeb --set fundus …] [--jobs 2] [--crawl] [--readings FILE.jsonl …]

Sets: aeb, trafilatura_eval, fundus, skeletons (pages of our own), and dates (strings of ukraina_ru_index and
be_newspapers). All but skeletons are read from ../shared/data; docs/data.md says how to get them. Bodies are
scored by 4-shingles, in trafilatura_eval by segments; titles by letters and digits; authors as sets. CPU is
process time a page, everything included. About two minutes on two cores.

`--crawl` serves the pages on loopback and scores what the real processes made of them: found in a listing,
fetched, stored, read.

`--readings` scores what was made elsewhere, for instance by `dazor extract --batch`, instead of reading the
pages here: lines with "file" (as in the set's gold.jsonl, or only its name), "text", "title", "authors" and
"published_at". Pages without a line count as read empty.
"""

import argparse
import gzip
import json
import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))  # so that it runs from a checkout that is not installed

import trafilatura  # noqa: E402

from benchmarks import crawled, dates_gold, scoring, skeletons  # noqa: E402
from crawlers import dates, extract  # noqa: E402

DATA = REPOSITORY.parent / "shared" / "data"
SETS = ("aeb", "trafilatura_eval", "fundus", "skeletons", "dates")
LATER = datetime(2026, 11, 22, tzinfo=UTC)  # after every page of the sets


class Page(NamedTuple):
    """One page with its gold; what a set does not say is None."""

    file: str
    url: str
    seen_at: datetime
    zone: str
    body: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published: datetime | None = None
    is_exact: bool = False  # the gold says the minute


class Result(NamedTuple):
    """What a reader made of a page."""

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    at: datetime | None = None
    precision: str | None = None
    cpu_s: float = 0.0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", action="append", choices=SETS, dest="sets")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--crawl", action="store_true")
    parser.add_argument("--readings", action="append", type=Path, default=[])
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(f"{extract.EXTRACTOR} beside trafilatura {trafilatura.__version__} alone\n")
    heads = (
        ("P", 7),
        ("R", 7),
        ("F1", 7),
        ("title", 8),
        ("authors", 8),
        ("day", 7),
        ("minute", 8),
        ("CPU ms", 8),
    )
    print(f"{'set':18}{'reader':9}{''.join(f'{head:>{width}}' for head, width in heads)}")
    for name in given.sets or SETS:
        if name == "dates":
            _print_dates()
        elif name != "skeletons" and not (DATA / name).is_dir():
            print(f"{name:18}is not there: {DATA / name}. docs/data.md says how to get it.")
        else:
            _print_set(name, given.jobs, given.readings, is_crawled=given.crawl)


def _print_set(name: str, jobs: int, readings: list[Path], *, is_crawled: bool) -> None:
    pages = list(_pages(name))
    with Pool(jobs) as pool:
        bare = pool.map(partial(_bare, name), pages, chunksize=8)
        if is_crawled:
            ours = _crawled(name, pages)
        else:
            ours = _given(pages, readings) if readings else pool.map(partial(_ours, name), pages, chunksize=8)
    for reader, results in (("bare", bare), ("dazor", ours)):
        print(f"{name:18}{reader:9}{_row(pages, results)}")


def _row(pages: list[Page], results: list[Result]) -> str:
    both = list(zip(pages, results, strict=True))
    if any(page.body is not None for page in pages):
        score = scoring.by_shingles((page.body or "", result.text) for page, result in both)
    else:
        score = scoring.by_segments((page.wanted, page.unwanted, result.text) for page, result in both)
    cells = [f"{value:7.4f}" for value in score]
    cells.append(_cell([scoring.is_same_title(p.title, r.title) for p, r in both if p.title], 8))
    cells.append(_cell([scoring.is_same_people(p.authors, r.authors) for p, r in both if p.authors], 8))
    cells.append(
        _cell(
            [
                scoring.is_same_day(p.published, r.at, ZoneInfo(p.zone), r.precision)
                for p, r in both
                if p.published
            ],
            7,
        )
    )
    cells.append(
        _cell([scoring.is_same_minute(p.published, r.at) for p, r in both if p.published and p.is_exact], 8)
    )
    return "".join(cells) + f"{1000 * sum(r.cpu_s for r in results) / len(results):8.1f}"


def _cell(right: list[bool], width: int) -> str:
    return f"{scoring.share(right):{width}.3f}" if right else f"{'-':>{width}}"


def _bare(name: str, page: Page) -> Result:
    raw, start = _raw(name, page), time.process_time()
    text = trafilatura.extract(raw, include_comments=False) or ""
    document = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False)
    cpu_s = time.process_time() - start
    if document is None:
        return Result(text, cpu_s=cpu_s)
    at = datetime.fromisoformat(document.date).replace(tzinfo=ZoneInfo(page.zone)) if document.date else None
    return Result(text, document.title, tuple((document.author or "").split("; ")), at, "day", cpu_s / 2)


def _ours(name: str, page: Page) -> Result:
    raw, start = _raw(name, page), time.process_time()
    reading = extract.read(raw, page.url, now=page.seen_at, zone=page.zone)
    cpu_s = time.process_time() - start
    return Result(
        reading.text, reading.title, reading.authors, reading.published.at, reading.published.precision, cpu_s
    )


def _crawled(name: str, pages: list[Page]) -> list[Result]:
    """The processes' own time is not measured here: benchmarks/crawl.py does."""
    served = [(page.url, _raw(name, page)) for page in pages]
    return [_of_line(row) for row in crawled.rows(served, zone=pages[0].zone, now=LATER)]


def _given(pages: list[Page], files: list[Path]) -> list[Result]:
    """Results made elsewhere, in the order of the pages."""
    lines = (json.loads(line) for file in files for line in file.open(encoding="utf-8") if line.strip())
    found = {Path(line["file"]).name.removesuffix(".gz"): line for line in lines}
    return [_of_line(found.get(Path(page.file).name.removesuffix(".gz"), {})) for page in pages]


def _of_line(line: dict[str, Any]) -> Result:
    at = datetime.fromisoformat(line["published_at"]) if line.get("published_at") else None
    return Result(
        line.get("text") or "",
        line.get("title"),
        tuple(line.get("authors") or ()),
        at,
        line.get("published_precision"),
    )


def _raw(name: str, page: Page) -> bytes:
    if name == "skeletons":
        return skeletons.render(page.file)
    return gzip.decompress((DATA / name / page.file).read_bytes())


def _pages(name: str) -> Iterator[Page]:
    if name == "skeletons":
        for made in skeletons.every():
            yield Page(
                made.file,
                made.url,
                made.seen_at,
                skeletons.ZONE,
                made.body,
                (),
                (),
                made.title,
                None,
                made.at,
                True,
            )
        return
    read: Callable[[dict[str, Any]], Page] = {"aeb": _aeb, "trafilatura_eval": _segments, "fundus": _fundus}[
        name
    ]
    with (DATA / name / "gold.jsonl").open(encoding="utf-8") as lines:
        yield from (read(json.loads(line)) for line in lines)


def _aeb(row: dict[str, Any]) -> Page:
    return Page(row["page"], row["url"], LATER, "UTC", body=row["articleBody"])


def _segments(row: dict[str, Any]) -> Page:
    author = row.get("author") or ()
    authors = tuple(author.split(", ")) if isinstance(author, str) else tuple(author)
    url = row["url"] if row["url"].startswith("http") else "http://page.invalid/"
    published = _date(row.get("date"))
    return Page(
        row["page"],
        url,
        LATER,
        "UTC",
        None,
        tuple(row["with"]),
        tuple(row["without"]),
        row.get("title"),
        authors,
        published,
    )


def _fundus(row: dict[str, Any]) -> Page:
    seen_at = datetime.fromisoformat(row["crawl_date"]).replace(tzinfo=UTC) + timedelta(days=1)
    published = _date(row["publishing_date"])
    pieces = list(row["body"].get("summary") or ())
    for section in row["body"]["sections"]:
        pieces += [*(section["headline"] or ()), *(section["paragraphs"] or ())]
    return Page(
        file=row["page"],
        url=row["url"],
        seen_at=seen_at,
        zone="UTC",
        body="\n".join(pieces),
        title=row["title"],
        authors=tuple(row["authors"] or ()),
        published=published,
        is_exact=True,
    )


def _date(value: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def _print_dates() -> None:
    for name, zone, now, pairs in dates_gold.every(DATA):
        read = [(gold, dates.parse(text, ZoneInfo(zone), now)) for text, gold in pairs]
        days = [(gold, found[0].astimezone(ZoneInfo(zone)).date() if found else None) for gold, found in read]
        print(f"{name:18}{'dazor':9}{_dates_row(days)}")


def _dates_row(days: Iterable[tuple[date, date | None]]) -> str:
    both = list(days)
    right = scoring.share([gold == found for gold, found in both])
    months = sum(found is not None and abs(found - gold) >= timedelta(days=28) for gold, found in both)
    silent = sum(found is None for _, found in both)
    return f" {right:.4f} of {len(both)} right, {silent} not read, {months} wrong by a month or more"


if __name__ == "__main__":
    main()
