"""
Makes the small database that stands for a release; tests open it with all later code.

`cd tests && ../.venv/bin/python -m databases.make` writes databases/VERSION.zip: once, on the commit that is
tagged. What is there stays as it is.
"""

import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import newsdesk
import shelf

from dazor import __version__, analyse, stories
from dazor.health import integrity, measuring
from store import (
    accounts,
    backups,
    channels,
    deliveries,
    documents,
    editions,
    floods,
    gaps,
    holes,
    letters,
    lookalikes,
    photographs,
    posts,
    raw_months,
    raws,
    recurring,
    runs,
    sources,
    urls,
)
from store.database import Database, opened
from store.letters import Letter
from store.types import Link, Media, Post

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=3)


def main() -> None:
    archive = HERE / f"{__version__}.zip"
    if archive.exists():
        sys.exit(f"{archive}: this release has its database; nothing was changed.")
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        shutil.make_archive(str(archive.with_suffix("")), "zip", Path(folder) / "data")
    sys.stdout.write(f"Wrote {archive}. Commit it with the release.\n")


def fill(folder: Path) -> Path:
    """A store with a row in every table, made by the stages of today; its file."""
    config = newsdesk.make_config(folder)
    with opened(config.store.path, version=__version__, now=NOW) as db:
        _collect(db)
        _read_channel(db)
        newsdesk.make_digest(db, config, NOW - timedelta(days=1))
        document = newsdesk.add_text(db, "prudok", "1", "Мост на границе открыт.", EARLIER, title="Мост")
        newsdesk.add_text(db, "prudok", "1", "Мост на границе закрыт.", NOW, title="Мост")
        analyse.run(db, config, NOW)
        post = newsdesk.add_post(db, "prudok", 17, "Учения у границы.", EARLIER)
        analyse.run(db, config, NOW, back_at_most=0, is_anew=True)  # another index is begun
        newsdesk.make_digest(db, config, NOW)
        _want_photograph(db, post)
        newsdesk.add_deletion(db, document, NOW + timedelta(hours=4))
        newsdesk.make_digest(db, config, NOW + timedelta(days=1))
        run = runs.begin(db, "web", NOW)
        runs.end(db, run, outcome="ok", counts={"done": 3}, message=None, at=NOW)
        runs.note_troubles(db, "web", {("source_failing", "prudok"): ("Nothing comes in.", "Look.")}, NOW)
        _copy(db)
        stories.run(db, config, NOW)
        _write_letter(db)
        measuring.measure(db)
        integrity.look(db, NOW)
    return config.store.path


def _copy(db: Database) -> None:
    """A copy, its rehearsal, and a month of raw pages that went."""
    folder = Path("/media/usb")
    backups.note_copy(
        db, folder=folder, name="2024-05", at=NOW, size_bytes=7, is_sealed=False, is_same_disk=False
    )
    backups.note_drill(db, copy=folder / "2024-05", at=NOW, fault=None)
    raw_months.take_away(db, {"month": "2020-01", "bodies": 0, "size_bytes": 0}, NOW)


def _write_letter(db: Database) -> None:
    """A digest is on its way to a reader."""
    letter = Letter(subject="Digest", text="Мост", html="<p>Мост</p>", attachment="<p>Мост</p>")
    with db.transaction():
        letters.save(db, 1, letter)
        deliveries.queue(db, 1, "mail", NOW)


def _collect(db: Database) -> None:
    """A source with its feed, two captures of an article, one in the archive, and what was read of them."""
    entry = shelf.add_source(db)
    with db.transaction():
        sources.started(db, "prudok", EARLIER - timedelta(days=30))
        url = urls.save(db, "prudok", "2", Link(url=shelf.URL), entry=entry.id, found_at=EARLIER)
    for at, body in ((EARLIER, b"<p>drills</p>"), (NOW, b"<p>later drills</p>")):
        fetch = shelf.add_fetch(db, at, body, entry=entry.id, url_id=url)
        sha256 = db.value("SELECT sha256 FROM fetch WHERE id = ?", (fetch,))
        text = body.decode().strip("</p>")
        saved = documents.save(db, shelf.arrival(text, at, key="2", fetch=fetch, raw_sha256=sha256))
        with db.transaction():
            editions.replace(db, saved.id, [("be", f"{shelf.URL}?be", "prudok.example/news/1?be")])
            recurring.add(db, "prudok", at.date(), "text", ["", text])
        if at == EARLIER:
            with db.transaction():
                raws.keep(db, sha256, raws.archive(db, sha256, at))


def _read_channel(db: Database) -> None:
    """A channel that an account reads, with what it has not come to yet."""
    with db.transaction():
        channels.save(
            db,
            id=1001,
            source="prudok",
            account="desk",
            username="prudok_tv",
            title="Prudok",
            access_hash=7,
            at=EARLIER,
        )
        channels.confirm(db, 1001, EARLIER)
        gaps.open_gap(db, 1001, below=17, back_to=EARLIER - timedelta(days=30))
        holes.found(db, 1001, [(18, 19)], EARLIER)
        lookalikes.note(db, 1009, "prud0k_tv", "Prudok", source="prudok", now=EARLIER)
        accounts.note(db, "desk", "ok", EARLIER)
        asked = accounts.Asked(at=EARLIER, found="channel", channel=1001, title="Prudok")
        accounts.keep_asked(db, "desk", "prudok_tv", asked)
        floods.note(db, "desk", "messages.getHistory", until=EARLIER + timedelta(hours=1), now=EARLIER)
        floods.spend(db, "desk", "contacts.resolveUsername", EARLIER)


def _want_photograph(db: Database, document: int) -> None:
    """A post that matches has a photograph, which waits."""
    shown = Post(channel="prudok", post_id=17, published_at=EARLIER, media=(Media(type="photo"),))
    with db.transaction():
        db.write("UPDATE document SET kind = 'post' WHERE id = ?", (document,))
        posts.save(db, document, shown, at=NOW, via="preview")
        photographs.want(db, NOW)


if __name__ == "__main__":
    main()
