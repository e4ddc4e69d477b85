"""
The digest as one JSON document.

{"subscriber", "kind", "day", "made_at", "zone", "missed": [day, …],
 "sections": [{"id", "heading", "items": [item, …]}, …],
 "added": [item, …], "changed": [item, …], "gone": [item, …],
 "repeats": [mention, …], "carried": [mention, …], "archived": [sentence, …],
 "counts": {…}, "footer": [{"heading", "sentences": […]}, …]}

item: {"document", "version", "title": line|null, "opening": line|null,
       "source", "source_name", "url", "when", "published_at", "published_precision", "late", "gone", "how",
       "language", "rule", "also": [id, …],
       "why": [{"term", "forms": [form, …]}, …],
       "sentences": [line, …], "more", "copies": [{"source", "source_name", "url", "when", …}, …],
       "changes": [{"before": line, "after": line}, …], "more_changes", "words_gone"}
mention: {"heading": line, "sources": [name, …], "source", "source_name", "url", "when", …}
line: {"text", "spans": [[start, end], …]}, spans in code points of this text

A text without a title has its first sentence as "opening". Unknown is null.
"""

from typing import Any

from dazor.digest.content import Digest, Item, Line, Mention, Place


def render(digest: Digest) -> dict[str, Any]:
    """The whole digest; every counted thing is in "counts"."""
    return {
        "subscriber": digest.subscriber,
        "kind": digest.kind,
        "day": digest.day.isoformat(),
        "made_at": digest.made_at.isoformat(),
        "zone": digest.zone,
        "missed": [day.isoformat() for day in digest.missed],
        "sections": [
            {"id": section.id, "heading": section.heading, "items": [_item(item) for item in section.items]}
            for section in digest.sections
        ],
        "added": [_item(item) for item in digest.added],
        "changed": [_item(item) for item in digest.changed],
        "gone": [_item(item) for item in digest.gone],
        "repeats": [_mention(mention) for mention in digest.repeats],
        "carried": [_mention(mention) for mention in digest.carried],
        "archived": list(digest.archived),
        "counts": digest.counts,
        "footer": [
            {"heading": heading, "sentences": list(sentences)} for heading, sentences in digest.footer
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    heading = _line(item.heading)
    return {
        "document": item.document,
        "version": item.version,
        "title": heading if item.has_title else None,
        "opening": None if item.has_title else heading,
        **_place(item.place),
        "language": item.language,
        "rule": item.rule,
        "also": [rule for rule, _ in item.also],
        "why": [{"term": term, "forms": list(forms)} for term, forms in item.why],
        "sentences": [_line(sentence) for sentence in item.sentences],
        "more": item.more,
        "copies": [_place(copy) for copy in item.copies],
        "changes": [
            {"before": _line(change.before), "after": _line(change.after)} for change in item.changes
        ],
        "more_changes": item.more_changes,
        "words_gone": item.words_gone,
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "heading": _line(mention.heading),
        "sources": list(mention.sources),
        **_place(mention.place),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "source": place.source,
        "source_name": place.source_name,
        "url": place.url,
        "when": place.when,
        "published_at": place.published_at.isoformat() if place.published_at else None,
        "published_precision": place.precision,
        "late": place.is_late,
        "gone": place.gone,
        "how": place.how,
    }


def _line(line: Line) -> dict[str, Any]:
    text, spans = "", []
    for run in line:
        if run.is_marked:
            spans.append([len(text), len(text) + len(run.text)])
        text += run.text
    return {"text": text, "spans": spans}
