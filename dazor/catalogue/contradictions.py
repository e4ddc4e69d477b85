"""What is wrong with a source file as a whole, though each key alone is right."""

import ssl
from collections.abc import Iterator

from dazor.catalogue import templates
from dazor.catalogue.source import UNVERIFIED, VERIFIED, Entry, Source, is_article
from dazor.config.words import toml

_ONLY_FOR = {  # key: kinds of entry points
    "item": ("listing", "archive"),
    "link": ("listing", "archive"),
    "title": ("listing", "archive"),
    "date": ("listing", "archive"),
    "next": ("listing",),
    "pages": ("listing",),
    "form": ("archive",),
}


def contradictions(source: Source, file_id: str) -> Iterator[str]:
    """A sentence for each thing in a source that does not fit another; `file_id` is the file's name."""
    if source.id != file_id:
        yield f'id = "{source.id}": the file is named {file_id}.toml. Both have to be the same.'
    if not source.languages:
        yield 'languages = []: no language is named. Write it as ["ru"].'
    yield from _kind(source)
    if source.on and not source.entries:
        yield "no [[entry]]: there is no way in. Add one, or write on = false and why_off."
    if not source.on and not source.why_off:
        yield "on = false: why_off is missing. Write one line that says why."
    for number, entry in enumerate(source.entries, 1):
        yield from (f"[[entry]] {number} {sentence}" for sentence in _entry(entry, source))
    yield from _authorities(source)
    yield from _examples(source)


def _kind(source: Source) -> Iterator[str]:
    if source.kind == "site" and not source.site:
        yield 'site is missing. Write site = "https://outlet.example/".'
    if source.kind == "channel" and not source.channel:
        yield 'channel is missing. Write channel = "pul_1".'
    if source.kind == "site" and source.channel:
        yield f'channel = "{source.channel}": a site has none. Write kind = "channel", or take the line out.'


def _authorities(source: Source) -> Iterator[str]:
    if source.tls in (VERIFIED, UNVERIFIED):
        return
    try:
        ssl.create_default_context(cafile=source.tls)
    except OSError as error:
        why = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
        yield f'tls = "{source.tls}": cannot be read ({why}). Name a file of certificates in PEM form.'


def _entry(entry: Entry, source: Source) -> Iterator[str]:
    if entry.kind == "preview" and source.kind == "site":
        yield 'kind = "preview": only a channel has one. Write "feed" or "listing".'
    if entry.kind != "preview" and not entry.url:
        yield 'url is missing. Write url = "https://outlet.example/rss".'
    for key, kinds in _ONLY_FOR.items():
        if getattr(entry, key) and entry.kind not in kinds:
            wanted = " or ".join(f'"{kind}"' for kind in kinds)
            yield f"{key} = {toml(getattr(entry, key))}: only for kind = {wanted}. Take the line out."
    yield from _gaps(entry)


def _gaps(entry: Entry) -> Iterator[str]:
    has_day = any(map(templates.has_day, (entry.url, *entry.form.values())))
    if entry.kind == "archive" and not has_day:
        yield 'nothing in it says the day. Write it as url = "https://outlet.example/{date:%Y%m%d}/".'
    if entry.kind != "archive" and has_day:
        yield f'url = "{entry.url}": only for kind = "archive" a gap for the day is filled.'
    if entry.pages and not templates.has_page(entry.pages):
        yield f'pages = "{entry.pages}": the gap {{page}} is missing.'
    if entry.pages and entry.next:
        yield "next and pages: one of them is enough. Take the other out."


def _examples(source: Source) -> Iterator[str]:
    for url in source.article.examples:
        if not is_article(source, url):
            yield f'[article] examples: "{url}" is not on the site or not like the pattern.'
    for url in source.article.counter_examples:
        if is_article(source, url):
            yield f'[article] counter_examples: "{url}" is like the pattern. Make the pattern narrower.'
