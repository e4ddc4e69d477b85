"""Sources, errands and answers for tests that write what a crawl would."""

from datetime import UTC, datetime, timedelta

from crawlers import record
from crawlers.answer import Answer
from crawlers.errand import Errand
from dazor.catalogue import Source
from store import sources
from store import urls as addresses
from store.database import Database
from store.urls import Address

NOW = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
SITE = "https://outlet.example"
CHANNEL = "outlet_channel"
OUTLET = Source.model_validate(
    {
        "id": "outlet",
        "name": "Outlet",
        "kind": "site",
        "site": f"{SITE}/",
        "languages": ("ru",),
        "zone": "Europe/Minsk",
        "entry": ({"kind": "feed", "url": f"{SITE}/feed"},),
        "article": {"pattern": "^/news/"},
    }
)
POSTS = Source.model_validate(
    {
        "id": "channel",
        "name": "Channel",
        "kind": "channel",
        "channel": CHANNEL,
        "languages": ("ru",),
        "zone": "Europe/Minsk",
        "entry": ({"kind": "preview", "url": f"https://t.me/s/{CHANNEL}"},),
    }
)


def look(db: Database, source: Source = OUTLET, *, first_days: float = 2) -> Errand:
    """The errand to the entry point of a source, as a run at `NOW` plans it."""
    with db.transaction():
        sources.save(
            db,
            id=source.id,
            name=source.name,
            kind=source.kind,
            zone=source.zone,
            languages=source.languages,
            usual_per_day=None,
            is_on=True,
        )
        entry = sources.save_entry(db, source.id, source.entries[0].kind, source.entries[0].url)
    return Errand(
        source=source,
        url=entry.url,
        entry=source.entries[0],
        entry_id=entry.id,
        oldest_wanted_at=NOW - timedelta(days=first_days),
        etag=entry.etag,
        last_modified=entry.last_modified,
    )


def answer(body: bytes = b"", *headers: tuple[str, str], url: str = SITE, **rest: object) -> Answer:
    """A good answer, unless `outcome` and `status` say otherwise."""
    return Answer(
        **{"url": url, "outcome": "ok", "status": 200, "body": body, "response_headers": headers} | rest
    )  # type: ignore[arg-type]


def feed(*paths: str) -> bytes:
    """A feed that names these paths of the site."""
    items = "".join(f"<item><title>{path}</title><link>{SITE}{path}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def found(db: Database, path: str = "/news/1", at: datetime = NOW) -> Errand:
    """The errand to an address that the feed has named."""
    errand = look(db)
    (address,) = record.entry_answer(db, errand, answer(feed(path)), at)
    return errand.to(address)


def again(db: Database, errand: Errand) -> Errand:
    """The same errand to an address as the store knows it by now."""
    assert errand.address is not None
    return errand.to(addresses.find(db, errand.address.id))


def state(db: Database, errand: Errand) -> Address:
    """The address of an errand as the store knows it."""
    assert errand.address is not None
    return addresses.find(db, errand.address.id)


def page(*posts: tuple[int, str], older: int | None = None, at: datetime = NOW) -> bytes:
    """A preview page with these posts, one minute apart, the last one at `at`."""
    blocks = "".join(
        f'<div class="tgme_widget_message" data-post="{CHANNEL}/{number}">'
        f'<div class="tgme_widget_message_text js-message_text">{text}</div>'
        f'<a class="tgme_widget_message_date" href="https://t.me/{CHANNEL}/{number}">'
        f'<time datetime="{(at - timedelta(minutes=posts[-1][0] - number)).isoformat()}"></time></a></div>'
        for number, text in posts
    )
    head = f'<link rel="prev" href="/s/{CHANNEL}?before={older}">' if older else ""
    return f'<html><head>{head}</head><body class="tgme_channel_history">{blocks}</body></html>'.encode()
