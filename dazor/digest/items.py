"""One document of the digest, written out."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from dazor.digest import clean, compare, excerpts
from dazor.digest.content import Change, Item, Line, Mention, Place, Run
from dazor.digest.news import News
from dazor.digest.plan import Entry, Repeat
from dazor.digest.when import Morning
from dazor.text.media_words import told
from store.carried import Carried
from store.matches import Span
from store.texts import Text

LATE = timedelta(hours=24)
LATE_BY_DAY = timedelta(hours=48)  # a bare day is its midnight
FIRST_LOOK = timedelta(hours=1)  # all that a first look at a source names is found within


def item(entry: Entry, news: News, morning: Morning) -> Item:
    """The document of an entry: heading, sentences with marks, where else it stands, what was changed."""
    text = entry.text
    heading, sentences, more = _words(entry, news.stories.additions.get(text.document))
    words_gone = _without_words(text, news)
    changes, more_changes = _changes(text, words_gone, news)
    return Item(
        document=text.document,
        version=text.version,
        heading=heading,
        has_title=_has_title(text),
        place=place(text, morning),
        language=clean.language(text.language),
        rule=entry.rules[0],
        rule_name=clean.line(news.rules[entry.rules[0]].name),
        also=tuple((rule, clean.line(news.rules[rule].name)) for rule in entry.rules[1:]),
        why=_why(entry, news),
        sentences=sentences,
        more=more,
        copies=tuple(place(copy.text, morning, _how(copy.text, text, news)) for copy in entry.copies),
        changes=changes,
        more_changes=more_changes,
        words_gone=words_gone is not None,
    )


def repeat(repeat: Repeat, news: News, morning: Morning) -> Mention:
    """A text that only repeats a story that was told, in one line."""
    text = repeat.entry.text
    heading, _, _ = _words(repeat.entry, None)
    return Mention(heading=heading, place=place(text, morning, _how(text, None, news)))


def carried(story: Carried, news: News, morning: Morning) -> Mention:
    """A story that many sources carried, in one line."""
    text = news.texts[story.version]
    heading, _, _ = _words(Entry(text=text, matches=(), rules=()), None)
    names = tuple(clean.line(name) for name in story.sources)
    return Mention(heading=heading, place=place(text, morning), sources=names)


def place(text: Text, morning: Morning, how: str | None = None) -> Place:
    """Where and when a text was published."""
    return Place(
        source=text.source,
        source_name=clean.line(text.source_name),
        url=clean.address(text.url),
        when=_when(text, morning),
        published_at=text.published_at,
        precision=text.published_precision if text.published_at else None,
        is_late=is_late(text),
        gone=f"gone since {morning.in_words(text.gone_at)}" if text.gone_at else None,
        how=how,
    )


def _how(text: Text, shown: Text | None, news: News) -> str | None:
    """What a text is to an earlier one of its story; None: not known, or the two are equal."""
    part = news.stories.parts.get(text.document)
    if part is None or part.relation is None or (shown and shown.sha256 == text.sha256):
        return None
    return part.relation


def is_late(text: Text) -> bool:
    """
    Was it seen only a day after it was published, though its source was watched by then?

    Also where the watch is younger: a first look did not name it, a later one did.
    """
    if text.published_at is None or text.watched_since is None:
        return False
    allowed = text.published_at + (LATE_BY_DAY if text.published_precision == "day" else LATE)
    if text.first_seen_at <= allowed:
        return False
    was_named_later = text.found_at is not None and text.found_at > text.watched_since + FIRST_LOOK
    return text.watched_since <= allowed or was_named_later


def _when(text: Text, morning: Morning) -> str:
    if text.published_at is None:
        return f"seen {morning.in_words(text.first_seen_at)}"
    if text.published_precision == "day":
        return morning.day_in_words(text.published_at.astimezone(ZoneInfo(text.zone)).date())
    return morning.in_words(text.published_at)


def _has_title(text: Text) -> bool:
    return bool(text.title and clean.line(text.title).strip())


def _words(entry: Entry, added: Sequence[Span] | None) -> tuple[Line, tuple[Line, ...], int]:
    """Heading, sentences, and how many sentences more: those with marks, or those that were `added`."""
    text = entry.text
    matches = [match for match in entry.matches if match.version == text.version]
    spans = together(span for match in matches for span in match.spans)
    if text.title and _has_title(text):
        title = excerpts.heading(
            text.title, together(span for match in matches for span in match.title_spans)
        )
        return title, *(
            excerpts.chosen(text.text, added, spans) if added else excerpts.excerpts(text.text, spans)
        )
    opening = excerpts.opening(text.text, spans) or (Run(clean.line(told(text.media)) or "(no text)"),)
    if added:
        return opening, *excerpts.chosen(text.text, added, spans)
    return opening, *excerpts.excerpts(text.text, spans, skip=1)


def _why(entry: Entry, news: News) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The terms found in this text with their forms, those of the heaviest rule first; a form stands once."""
    here = [match for match in entry.matches if match.version == entry.text.version]
    here.sort(key=lambda match: entry.rules.index(match.rule))
    terms: dict[str, list[str]] = {}
    told: set[str] = set()
    for reason in (reason for match in here for reason in news.reasons.get(match.id, ())):
        for form in reason.forms:
            if form.casefold() not in told:
                told.add(form.casefold())
                terms.setdefault(reason.term, []).append(clean.line(form))
    return tuple((term, tuple(forms)) for term, forms in terms.items())


def together(spans: Iterable[Span]) -> list[Span]:
    """Sorted, and joined where they overlap or touch."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without_words(text: Text, news: News) -> Text | None:
    """The document's newest text, where that has none of the words any more."""
    marks = [int(notice.mark) for notice in news.words_gone if notice.document == text.document]
    return news.texts[marks[0]] if marks else None


def _changes(text: Text, words_gone: Text | None, news: News) -> tuple[tuple[Change, ...], int]:
    """What the edit changed that took the words away, or that made this version."""
    if words_gone:
        return _compared(text, words_gone)
    before = news.before.get(text.version)
    return _compared(before, text) if before else ((), 0)


def _compared(before: Text, after: Text) -> tuple[tuple[Change, ...], int]:
    """The title first, then the text."""
    title, _ = compare.changes(before.title or "", after.title or "")
    text, more = compare.changes(before.text, after.text)
    return title + text, more
