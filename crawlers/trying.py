"""`dazor catalogue try`: what an unknown site has to offer, and the source file that would watch it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawlers import explore, proposal
from crawlers.explore import Survey
from crawlers.proposal import Proposal
from crawlers.visit import Visitor, visit
from dazor.catalogue import writing
from dazor.config import Config
from store.errors import UsageError
from store.times import Clock

FIRST_WORDS = 12
EXPECTED = 3  # of the pages that were read, so many with text at least


def attempt(config: Config, url: str, now: datetime) -> tuple[Survey, Proposal]:
    """Look around on a site; what was found, and the source it gives."""

    async def journey(visitor: Visitor) -> Survey:
        return await explore.explore(visitor, url, now)

    survey = visit(config, (), journey, Clock(now))
    return survey, proposal.propose(survey, now)


def findings(survey: Survey, proposed: Proposal) -> Iterator[str]:
    """What was found, a line each, for the person who decides."""
    yield f"{survey.site}: {proposed.source.name}"
    for way in survey.ways:
        yield f"  {way.kind:13} {way.url} ({len(way.found.links)} addresses)"
    for one in survey.listings:
        yield f"  {'listing':13} {one.url} ({len(one.found.links)} addresses)"
    yield f"  {'articles':13} {survey.pattern}"
    zone = ZoneInfo(proposed.source.zone)
    for url, reading in proposed.read:
        yield f"{url}"
        at = reading.published.at
        form = "%Y-%m-%d %H:%M %Z" if reading.published.precision == "minute" else "%Y-%m-%d"
        when = at.astimezone(zone).strftime(form) if at else "no date"
        yield f"  {when}  {reading.title or 'no title'}"
        words = reading.text.split()[:FIRST_WORDS]
        yield f"  {' '.join(words)} …" if reading.outcome == "ok" else f"  no text ({reading.outcome})"
    yield from (f"Left out: {sentence}" for sentence in proposed.left)


def doubts(proposed: Proposal) -> list[str]:
    """What a person has to look at before the file is used."""
    read = [reading for _, reading in proposed.read]
    good = [reading for reading in read if reading.outcome == "ok"]
    found = []
    if not read:
        found.append("No article could be had just now. Try again later.")
    elif len(good) < min(EXPECTED, len(read)):
        found.append(
            f"{len(good)} of {len(read)} pages gave a text. Set [article] body to the element of the text."
        )
    if any(reading.published.precision != "minute" for reading in good):
        found.append("Some articles have no time of day. Set [article] date to the element that says it.")
    if not proposed.source.entries:
        found.append("No way in names articles. Add an [[entry]] by hand.")
    return found


def file_text(proposed: Proposal) -> str:
    """The source file."""
    return writing.text(
        proposed.source,
        ["Written by `dazor catalogue try`. Read it, correct it, then say in `about` who this is."],
    )


def save(config: Config, proposed: Proposal) -> Path:
    """Write the file into the folder of one's own sources, never over another."""
    return writing.save(config.catalogue.folder, proposed.source.id, file_text(proposed))


def refuse_taken(config: Config, url: str) -> None:
    """Raise `UsageError` where the file for this address is there already, before anything is asked."""
    path = config.catalogue.folder / f"{proposal.id_of(url)}.toml"
    if path.exists():
        raise UsageError(f"{path}: is there already. Take it away first, or edit it.")
