"""One source: what its file says of it."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import cssselect
from pydantic import AfterValidator, Field

from dazor.catalogue import templates
from dazor.config import checks
from dazor.config.table import Address, Slug, Table, Zone

VERIFIED, UNVERIFIED = "verified", "unverified"


def css(text: str) -> str:
    """CSS selectors, separated by commas."""
    try:
        for selector in cssselect.parse(text):
            cssselect.HTMLTranslator().selector_to_xpath(selector)
    except cssselect.SelectorError as error:
        raise ValueError(f"not a CSS selector ({error})") from error
    return text


def regex(text: str) -> str:
    """A regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression ({error})") from error
    return text


def optional_address(text: str) -> str:
    """An address, or nothing."""
    return text and checks.address(text)


def address_template(text: str) -> str:
    """An address with gaps for a day or the number of a page, or nothing."""
    optional_address(templates.filled(text))
    return text


def form_value(text: str) -> str:
    """What is sent in a field of a form: as it is, with a gap for the day, or from the page of the form."""
    found = templates.of_page(text)
    if text.startswith("css:") and not found:
        raise ValueError('not a selector and an attribute. Write it as "css:input#token@value"')
    if found:
        css(found[0])
    return text


def language(text: str) -> str:
    """A code of two or three letters."""
    if not re.fullmatch("[a-z]{2,3}", text):
        raise ValueError("not a code of a language")
    return text


def channel_name(text: str) -> str:
    """The user name of a channel."""
    if not re.fullmatch(r"[A-Za-z]\w{3,31}", text, re.ASCII):
        raise ValueError("not a user name of a channel, without @ and address")
    return text


def trust(text: str) -> str:
    """verified, unverified, or the absolute path of a file of authorities."""
    if text not in (VERIFIED, UNVERIFIED) and not Path(text).is_absolute():
        raise ValueError('neither "verified" nor "unverified" nor the absolute path of a file of authorities')
    return text


def proxy_address(text: str) -> str:
    """Where an HTTP proxy listens, with a user name if it needs one."""
    parts = urlsplit(checks.address(text))
    if parts.scheme != "http" or parts.port is None or parts.path.strip("/"):
        raise ValueError("not a proxy with its port")
    return text.rstrip("/")


Css = Annotated[str, AfterValidator(css)]
Regex = Annotated[str, AfterValidator(regex)]
Template = Annotated[str, AfterValidator(address_template)]
FormValue = Annotated[str, AfterValidator(form_value)]
Language = Annotated[str, AfterValidator(language)]


class Entry(Table):
    """A way in. The selectors are of a listing or archive: without `item` every link of the page counts."""

    kind: Literal["feed", "news_sitemap", "sitemap", "listing", "archive", "preview"] = Field(
        examples=["feed"]
    )
    url: Template = Field(
        default="", examples=["https://outlet.example/rss"]
    )  # a loaded preview has one, also where the file leaves it out; of an archive it has a gap {date:%Y%m%d}
    every_min: float = Field(default=15, gt=0, examples=[15])  # minutes between two looks
    timeout_s: float | None = Field(default=None, gt=0, le=600, examples=[300])  # None: as in [crawl]
    item: Css | None = Field(default=None, examples=["div.item"])  # one article; the others are inside it
    link: Css | None = Field(default=None, examples=["a.title"])  # the first whose address is of an article
    title: Css | None = Field(default=None, examples=["a.title"])
    date: Css | None = Field(default=None, examples=["time"])
    next: Css | None = Field(default=None, examples=["a.next"])  # of a listing: what leads to its next page
    pages: Template = Field(
        default="", examples=["https://outlet.example/news/page/{page}/"]
    )  # of a listing: the address of its second page and further ones
    form: dict[str, FormValue] = Field(
        default={}, examples=[{"date": "{date:%d.%m.%Y}"}]
    )  # of an archive: sent by POST, one day a query; css:… is read from the page at `url` first


class Article(Table):
    """Pages of articles: their addresses, and the markup where it is known."""

    pattern: Regex | None = Field(
        default=None, examples=[r"/news/\d+"]
    )  # searched in path and query; None: all
    body: Css | None = Field(default=None, examples=["div.text"])
    title: Css | None = Field(default=None, examples=["h1"])
    date: Css | None = Field(default=None, examples=["time"])
    remove: tuple[Css, ...] = Field(default=(), examples=[("div.banner",)])
    editions: Css | None = Field(default=None, examples=["a.language"])  # links with hreflang or lang
    examples: tuple[Address, ...] = Field(default=(), examples=[("https://outlet.example/news/1",)])
    counter_examples: tuple[Address, ...] = Field(default=(), examples=[("https://outlet.example/about",)])


class Source(Table):
    """A site or channel that is watched, or known and off."""

    id: Slug = Field(examples=["belta-ru"])
    name: str = Field(min_length=1, examples=["BelTA, Russian edition"])
    kind: Literal["site", "channel"] = Field(examples=["site"])
    site: Address | None = Field(default=None, examples=["https://outlet.example/"])
    channel: Annotated[str, AfterValidator(channel_name)] | None = Field(default=None, examples=["pul_1"])
    languages: tuple[Language, ...] = Field(examples=[("ru",)])
    zone: Zone = Field(examples=["Europe/Minsk"])  # of its bare dates
    on: bool = Field(default=True, examples=[True])
    why_off: str | None = Field(default=None, examples=["The site has been closed since May."])
    usual_per_day: float | None = Field(default=None, gt=0, examples=[60])  # documents; None: not known
    delay_s: float | None = Field(default=None, ge=0, le=600, examples=[5])  # the larger of this and [crawl]
    proxy: Annotated[str, AfterValidator(proxy_address)] | None = Field(
        default=None, examples=["http://user@proxy.example:3128"]
    )  # its password stands in DAZOR_PROXY_PASSWORD; None: the site is asked directly
    tls: Annotated[str, AfterValidator(trust)] = Field(
        default=VERIFIED, examples=["/etc/dazor/authority.pem"]
    )  # verified; unverified: any certificate will do; or a file with authorities to believe besides
    priority: int = Field(default=2, ge=1, le=3, examples=[2])  # 1: first circle
    confidence: Literal["verified-in-source", "seen-secondhand", "guess"] | None = Field(
        default=None, examples=["guess"]
    )  # how sure the entry points are
    evidence: str | None = Field(default=None, examples=["feed answered on 2026-10-04"])
    instead: str | None = Field(
        default=None, examples=["Its channel @outlet carries the same news."]
    )  # what to watch where the site cannot be had from here
    about: str | None = Field(default=None, examples=["State news agency."])
    entries: tuple[Entry, ...] = Field(default=(), alias="entry")
    article: Article


def is_article(source: Source, url: str) -> bool:
    """Whether an address can be an article of this source: on its site, and like its pattern."""
    if not is_on_site(source, url):
        return False
    path_and_query = re.sub(r"^[a-z]+://[^/?#]*|#.*$", "", url, flags=re.IGNORECASE) or "/"
    return bool(re.search(source.article.pattern or "", path_and_query))


def is_on_site(source: Source, url: str) -> bool:
    """Whether an address is on the host of a source."""
    return _host(url) == _host(source.site or "")


def _host(url: str) -> str:
    """Host and port; a site answers with and without `www.`."""
    return urlsplit(url).netloc.lower().removeprefix("www.")
