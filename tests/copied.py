"""An installation for tests of copies: settings, a store with raw pages, a folder for the copies."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import shelf

from dazor import config as settings
from dazor.config import Config
from store import documents, raws
from store.database import Database, opened

PASSPHRASE = "six words that nobody else knows"


def install(folder: Path, now: datetime, *, backup: str = "", pages: int = 5) -> Config:
    """A folder as `dazor init` and some passes leave it."""
    (folder / "sources").mkdir(parents=True)
    (folder / "config.toml").write_text(
        f'[catalogue]\nonly = ["prudok"]\n[backup]\nfolder = "../copies"\n{backup}\n', "utf-8"
    )
    (folder / "rules.toml").write_text('[[rule]]\nid = "river"\nname = "River"\nquery = "река"\n', "utf-8")
    (folder / "entities.toml").write_text("# none\n", "utf-8")
    (folder / "sources" / "prudok.toml").write_text(SOURCE, "utf-8")
    config = settings.load(folder / "config.toml")
    with opened(config.store.path, version="test", now=now) as db:
        shelf.add_source(db)
        for number in range(pages):
            days = 31 if number < pages // 2 else 0
            add_page(db, number, now - timedelta(days=days, minutes=pages - number))
    return config


def add_page(db: Database, number: int, at: datetime) -> None:
    """One article with its bytes in the archive of its month."""
    body = f"<p>Река {number} вышла из берегов.</p>".encode() * 20
    sha256 = hashlib.sha256(body).hexdigest()
    fetch = shelf.add_fetch(db, at, body, url=f"{shelf.URL}{number}")
    key = f"prudok.example/news/1{number}"
    with db.transaction():
        documents.save(
            db,
            shelf.arrival(
                f"Река {number} вышла из берегов.", at, key=key, fetch=fetch, raw_sha256=sha256, url=shelf.URL
            ),
        )
        raws.keep(db, sha256, raws.archive(db, sha256, at))


def passphrase_file(folder: Path, words: str = PASSPHRASE) -> Path:
    """A file that only its owner can read."""
    file = folder / "passphrase"
    file.write_text(words + "\n", "utf-8")
    file.chmod(0o600)
    return file


def sealed(folder: Path) -> str:
    """The line of config.toml that seals copies."""
    return f'passphrase_file = "{passphrase_file(folder)}"'


SOURCE = """\
id = "prudok"
name = "Prudok News"
kind = "site"
zone = "Europe/Minsk"
languages = ["ru"]

[[entry]]
kind = "feed"
url = "http://127.0.0.1:9/rss"
"""
