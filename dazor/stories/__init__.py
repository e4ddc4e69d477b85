"""The stage that links stories: finds for each text the earlier ones whose passages it carries."""

from datetime import datetime

from dazor.config import Config
from dazor.stories import relation
from dazor.stories.relation import Key, Link, Row
from dazor.text import passages
from store import shingles, stories, texts
from store.database import Database
from store.stories import Part
from store.texts import Text
from store.types import Counts

BATCH = 100  # texts in one transaction
MONTHS = 3  # in which passages are looked for, the running one included
_KEPT = 2_000  # texts whose words are remembered within a run


def run(db: Database, config: Config, now: datetime, *, at_most: int | None = None) -> Counts:
    """Give every version that was not looked at yet its place in a story, oldest first; about `at_most`."""
    counts = Counts()
    words: dict[int, list[str]] = {}
    while (at_most is None or counts.done < at_most) and (batch := _next(db)):
        with db.transaction():
            for text in batch:
                counts.new += _place(db, text, words)
            stories.look_up_to(db, batch[-1].version)
        counts.done += len(batch)
    with db.transaction():
        shingles.forget(db, shingles.months_before(now, MONTHS + 1)[-1])
    return counts


def _next(db: Database) -> list[Text]:
    return texts.above(db, stories.looked_up_to(db), up_to=texts.newest(db), limit=BATCH)


def _place(db: Database, text: Text, words: dict[int, list[str]]) -> bool:
    """Keep a text's fingerprint and its place in a story; whether it joins an earlier one."""
    own = words[text.version] = passages.words(text.text)
    numbers = passages.fingerprint(passages.shingles(own))
    part = _forward(db, text) or _carrying(db, text, numbers, words)
    shingles.save(db, text.version, text.seen_at, numbers)
    known = stories.find(db, [text.document])
    if not known or (part and known[text.document].of is None and stories.may_move(db, text.document)):
        stories.save(db, part or Part(document=text.document, story=text.document, version=text.version))
    return part is not None


def _forward(db: Database, text: Text) -> Part | None:
    """A forwarded post belongs to the one it comes from, if that is stored."""
    origin = stories.of_posts(db, *text.forward_of) if text.forward_of else None
    if origin is None or origin == text.document:
        return None
    return Part(
        document=text.document,
        story=_story(db, origin),
        of=origin,
        relation="forward",
        version=text.version,
    )


def _carrying(db: Database, text: Text, numbers: frozenset[int], words: dict[int, list[str]]) -> Part | None:
    """The part of a text that carries passages of an earlier document."""
    months = shingles.months_before(text.seen_at, MONTHS)
    near = shingles.near(db, sorted(numbers), before=text.version, months=months)
    places = stories.places(db, {version for _, version in near})
    rows = [
        Row(number=number, key=version, source=places[version][1])
        for number, version in near
        if places[version][0] != text.document
    ]

    def words_of(key: Key) -> list[str]:
        return _words(db, int(key), words)

    links = relation.links(words[text.version], text.source, rows, words_of)
    return _part(db, text, links[0], places[int(links[0].of)][0]) if links else None


def _words(db: Database, version: int, words: dict[int, list[str]]) -> list[str]:
    if version not in words:
        if len(words) > _KEPT:
            words.clear()
        words[version] = passages.words(texts.find(db, [version])[version].text)
    return words[version]


def _part(db: Database, text: Text, link: Link, of: int) -> Part:
    return Part(
        document=text.document,
        story=_story(db, of),
        of=of,
        relation=link.relation,
        version=text.version,
        of_version=int(link.of),
        containment=round(link.overlap.containment, 4),
        longest_run=link.overlap.longest_run,
    )


def _story(db: Database, document: int) -> int:
    known = stories.find(db, [document])
    return known[document].story if known else document
