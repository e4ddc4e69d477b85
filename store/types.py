"""The shapes that travel along the line: what collectors and extractors give and the store keeps."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One date found for a text, with the place it was found in."""

    # feed, news_sitemap, json_ld, article_meta, time, selector, listing, url, visible (beside the heading),
    # trafilatura, post; sitemap: a lastmod, which is no publication
    origin: str
    value: str  # as written there


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a source says it published a text."""

    at: datetime | None = None  # aware, UTC; a day is its midnight in the source's zone
    precision: str | None = None  # minute, day; None: not known
    origin: str | None = None  # the candidate that was taken
    candidates: tuple[Candidate, ...] = ()  # all of them, in the order of trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that an entry point names."""

    url: str
    title: str | None = None
    published: Candidate | None = None  # the date beside the link, as written
    rubric: str | None = None  # the source's own name for its section, of a feed's entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one version of the extractor made of some bytes."""

    extractor: str  # name and versions, as in "dazor 2, trafilatura 2.3.1"
    outcome: str  # ok, no_text, soft_404, blocked_page, captcha, empty, not_html
    title: str | None = None
    text: str = ""
    authors: tuple[str, ...] = ()
    published: Published = field(default_factory=Published)
    language: str | None = None  # BCP 47: be, ru, en …; None: not certain
    rubric: str | None = None  # the source's own name for its section
    canonical_url: str | None = None  # what the page calls its own address
    editions: tuple[tuple[str, str], ...] = ()  # language and address of the same text, as the page declares
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A photograph, video or file of a post; the bytes are not in it."""

    type: str  # photo, video, round_video, voice, audio, document, sticker, poll, location, link, unsupported
    title: str | None = None  # file name, poll question, title of a linked page
    url: str | None = None  # a linked page; never a temporary media address
    duration_s: int | None = None
    options: tuple[str, ...] = ()  # of a poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of a channel, from the preview page or over an account. An album is one post."""

    channel: str  # user name as Telegram writes it, without @
    post_id: int  # of an album: its lowest
    published_at: datetime  # aware, UTC
    text: str = ""
    html: str | None = None  # the text with Telegram's marks
    author: str | None = None  # signature
    is_edited: bool = False
    edited_at: datetime | None = None  # None: not edited, or the way does not tell
    album_ids: tuple[int, ...] = ()  # all ids of an album, its own included; else empty
    forwarded_from: str | None = None  # user name of the channel, else its title or the person's name
    forwarded_post_id: int | None = None
    reply_to: int | None = None
    views: int | None = None  # the preview rounds it
    forwards: int | None = None
    reactions: tuple[tuple[str, int], ...] = ()
    media: tuple[Media, ...] = ()
    links: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Counts:
    """What a stage did, and what a person should know of it."""

    done: int = 0
    new: int = 0
    failed: int = 0
    troubles: dict[tuple[str, str], tuple[str, str]] = field(
        default_factory=dict
    )  # (what, place) -> (why, remedy)
    passing: set[tuple[str, str]] = field(default_factory=set)  # of these: what ends by itself

    def add(self, other: "Counts") -> None:
        """Count in what another part of the stage did."""
        self.done += other.done
        self.new += other.new
        self.failed += other.failed
        self.troubles |= other.troubles
        self.passing |= other.passing

    def numbers(self) -> dict[str, int]:
        """The counts alone, as a run keeps them."""
        return {"done": self.done, "new": self.new, "failed": self.failed}
