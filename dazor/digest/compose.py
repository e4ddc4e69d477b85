"""From what the store has to what the digest says. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dazor.config import Section as DeskSection
from dazor.digest import footer, items
from dazor.digest.content import Digest, Item, Section
from dazor.digest.news import News
from dazor.digest.plan import Entry, Plan, plan, retold
from dazor.digest.when import Morning
from store.ledger import Fate, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A digest, and what the ledger keeps of it."""

    digest: Digest
    fates: tuple[Fate, ...]  # of the live and edit matches
    notices: tuple[Notice, ...]


def compose(news: News, morning: Morning, sections: Sequence[DeskSection]) -> Composed:
    """The digest of everything that is new for the subscriber; `sections` are the desk's in its order."""
    headings = {section.id: section.heading for section in sections}
    planned = plan(news.matches, news.texts, news.rules, news.muted, list(headings))
    shown = _documents(planned)
    gone = {notice.document: _retold(notice, news) for notice in news.gone}
    silent = {notice.document: _retold(notice, news) for notice in news.words_gone}
    gone_items = [entry for document, entry in gone.items() if entry and document not in shown]
    silent_items = [
        entry
        for document, entry in silent.items()
        if entry and document not in shown and document not in gone
    ]
    counts = footer.counts(news, planned)
    counts |= {"changed": len(planned.changed) + len(silent_items), "gone": len(gone_items)}
    digest = Digest(
        subscriber=news.subscriber.id,
        day=morning.today,
        made_at=morning.now,
        zone=morning.zone.key,
        missed=morning.missed,
        sections=tuple(
            Section(id=section, heading=headings.get(section, "OTHER"), items=_items(entries, news, morning))
            for section, entries in planned.sections
        ),
        changed=_items([*planned.changed, *silent_items], news, morning),
        gone=_items(gone_items, news, morning),
        archived=footer.archived(news),
        counts=counts,
        footer=footer.sentences(news, planned, counts, morning),
    )
    told = {document for document, entry in (gone | silent).items() if entry}
    notices = tuple(notice for notice in (*news.gone, *news.words_gone) if notice.document in told)
    return Composed(digest=digest, fates=planned.fates, notices=notices)


def _items(entries: Iterable[Entry], news: News, morning: Morning) -> tuple[Item, ...]:
    return tuple(items.item(entry, news, morning) for entry in entries)


def _documents(planned: Plan) -> set[int]:
    entries = [entry for _, found in planned.sections for entry in found] + list(planned.changed)
    return {member.text.document for entry in entries for member in (entry, *entry.copies)}


def _retold(notice: Notice, news: News) -> Entry | None:
    """The document of a notice as it was told; None where a mute hides it."""
    heard = [m for m in news.told if m.document == notice.document and m.version not in news.muted]
    return retold(heard, news.texts, news.rules) if heard else None
