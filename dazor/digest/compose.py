"""From what the store has to what the digest says. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dazor.config import Section as DeskSection
from dazor.digest import footer, items
from dazor.digest.content import Digest, Item, Section
from dazor.digest.news import News
from dazor.digest.plan import Entry, Plan, plan, retold
from dazor.digest.when import Morning
from store.ledger import Fate
from store.notices import Notice

MOST_CARRIED = 5  # stories of many sources that no rule saw


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A digest, and what the ledger keeps of it."""

    digest: Digest
    fates: tuple[Fate, ...]  # of the live and edit matches, those of others included
    notices: tuple[Notice, ...]


def compose(news: News, morning: Morning, sections: Sequence[DeskSection]) -> Composed:
    """The digest of everything that is new for the subscriber; `sections` are the desk's in its order."""
    headings = {section.id: section.heading for section in sections}
    planned = plan(news.matches, news.texts, news.rules, news.muted, list(headings), news.stories)
    shown = _documents(planned)
    gone = {notice.document: _retold(notice, news) for notice in news.gone}
    silent = {notice.document: _retold(notice, news) for notice in news.words_gone}
    gone_items = [entry for document, entry in gone.items() if entry and document not in shown]
    silent_items = [
        entry
        for document, entry in silent.items()
        if entry and document not in shown and document not in gone
    ]
    carried = [one for one in news.stories.carried if one.version not in news.muted][:MOST_CARRIED]
    counts = footer.counts(news, planned)
    counts |= {"changed": len(planned.changed) + len(silent_items), "gone": len(gone_items)}
    counts["carried"] = len(carried)
    digest = Digest(
        subscriber=news.subscriber.id,
        kind=news.reader.kind,
        day=morning.today,
        made_at=morning.now,
        zone=morning.zone.key,
        missed=morning.missed,
        sections=tuple(
            Section(id=section, heading=headings.get(section, "OTHER"), items=_items(entries, news, morning))
            for section, entries in planned.sections
        ),
        added=_items(planned.added, news, morning),
        changed=_items([*planned.changed, *silent_items], news, morning),
        gone=_items(gone_items, news, morning),
        repeats=tuple(items.repeat(repeat, news, morning) for repeat in planned.repeats),
        carried=tuple(items.carried(one, news, morning) for one in carried),
        archived=footer.archived(news),
        counts=counts,
        footer=footer.sentences(news, planned, counts, morning),
    )
    told = {document for document, entry in (gone | silent).items() if entry}
    notices = tuple(notice for notice in (*news.gone, *news.words_gone) if notice.document in told)
    notices += tuple(Notice(document=one.document, what="carried", mark="") for one in carried)
    others = tuple(Fate(match=number, fate="left_out", why=why) for number, why in news.left_out.items())
    return Composed(digest=digest, fates=planned.fates + others, notices=notices)


def _items(entries: Iterable[Entry], news: News, morning: Morning) -> tuple[Item, ...]:
    return tuple(items.item(entry, news, morning) for entry in entries)


def _documents(planned: Plan) -> set[int]:
    entries = [entry for _, found in planned.sections for entry in found]
    entries += [*planned.added, *planned.changed, *(repeat.entry for repeat in planned.repeats)]
    return {member.text.document for entry in entries for member in (entry, *entry.copies)}


def _retold(notice: Notice, news: News) -> Entry | None:
    """The document of a notice as it was told; None where a mute hides it."""
    heard = [m for m in news.told if m.document == notice.document and m.version not in news.muted]
    return retold(heard, news.texts, news.rules) if heard else None
