"""The nouns of the pretend newsroom, and what they say at a pretend time."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """From `at` on, the text says `replace` where it said `find`."""

    at: datetime
    find: str
    replace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One page of an outlet. Times are aware, in the zone of the outlet."""

    id: str
    outlet: str
    language: str
    rubric: str
    slug: str
    path: str  # of its page, without query
    title: str
    paragraphs: tuple[str, ...]  # before any edit
    author: str | None
    published_at: datetime  # what the page says
    appears_at: datetime  # when lists, feeds and its address begin to know it
    edits: tuple[Edit, ...] = ()  # in order of time; each replaces inside one paragraph
    event: str = ""  # the same for the language editions of one text
    state: str = "ok"  # missing: its address answers 404; photo_only: its page has no text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A way to articles that an outlet offers."""

    kind: str  # feed, listing, news_sitemap, sitemap, sitemap_index, archive, form, calendar
    path: str  # of an archive and a calendar with the day in it, as in /archive/{day:%Y/%m/%d}/
    language: str | None = None  # None: all languages
    is_gone: bool = False  # answers 404
    moved_to: str | None = None  # answers 301 with this path
    is_paged: bool = False  # older articles stand at ?page=2 and so on


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """Addresses that answer otherwise than they should."""

    path: str  # a regular expression for the whole path
    template: str  # what is shown
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    ends_at: datetime | None = None  # None: never


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A web site. Its pages are drawn by the template of the same id."""

    id: str
    name: str
    language: str
    entries: tuple[Entry, ...]
    per_page: int  # articles in a list
    validators: frozenset[str]  # pages with ETag and Last-Modified: feed, listing, article
    robots: str
    pinned: tuple[str, ...]  # ids of articles that stand twice in the listing, under a twin address
    twins: tuple[
        str, ...
    ] = ()  # every page again under these: special (for people who see badly), amp, print
    traps: tuple[Trap, ...] = ()  # the first that fits an address counts
    encoding: str = "utf-8"
    missing_status: int = 404  # of an address that leads nowhere
    redesigned_at: datetime | None = None  # from then on its pages are made otherwise
    redesign: str | None = None  # the template of its articles from then on; None: its own shows it
    mirror: str | None = None  # id of a second host with the same pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """Where a post was first published."""

    title: str
    channel: str | None = None  # None: a source that hides its name in the link
    post: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question to the readers."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of a channel. An album takes as many numbers as it has photographs."""

    id: int
    text: str  # before any edit; may be empty where there is media
    published_at: datetime
    edits: tuple[Edit, ...] = ()
    gone_at: datetime | None = None
    signature: str | None = None
    forward: Forward | None = None
    reply_to: int | None = None
    photos: int = 0
    video: str | None = None  # its length, as in 0:47
    is_too_big: bool = False  # the preview does not play the video
    poll: Poll | None = None
    link: str | None = None  # id of an article, shown as a link with a preview
    is_service: bool = False  # "pinned …", written by Telegram


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel with a public preview."""

    name: str
    title: str
    description: str
    chat_id: int
    subscribers: int
    posts: tuple[Post, ...]  # in order of their numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is ever published, by pretend time."""

    t0: datetime  # the first pass looks at this time
    seed: int
    outlets: dict[str, Outlet]
    channels: dict[str, Channel]
    articles: dict[str, Article] = field(default_factory=dict)  # newest first


def shown(world: World, outlet: str, language: str | None, at: datetime) -> list[Article]:
    """The articles an outlet lists at a time, newest first. `language` None: all."""
    return [
        article
        for article in world.articles.values()
        if article.outlet == outlet and article.appears_at <= at and language in (None, article.language)
    ]


def editions(world: World, article: Article, at: datetime) -> list[Article]:
    """The other language editions of an article that are there at a time, in order of languages."""
    others = [a for a in world.articles.values() if a.event == article.event and a.id != article.id]
    return sorted((a for a in others if a.appears_at <= at), key=lambda a: a.language)


def text_at(article: Article, at: datetime) -> list[str]:
    """The paragraphs of an article at a time. A paragraph that an edit emptied is left out."""
    return [text for paragraph in article.paragraphs if (text := edited(paragraph, article.edits, at))]


def changed_at(article: Article, at: datetime) -> datetime:
    """When the page of an article last changed, looked at from a time."""
    return max([article.appears_at, *(edit.at for edit in article.edits if edit.at <= at)])


def posts_at(channel: Channel, at: datetime) -> list[Post]:
    """The posts a channel shows at a time, in order of their numbers."""
    return [
        post
        for post in channel.posts
        if post.published_at <= at and (post.gone_at is None or at < post.gone_at)
    ]


def edited(text: str, edits: tuple[Edit, ...], at: datetime) -> str:
    """A text after the edits that were made up to a time."""
    for edit in edits:
        if edit.at <= at:
            text = text.replace(edit.find, edit.replace)
    return text
