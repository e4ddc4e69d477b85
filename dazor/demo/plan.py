"""
Reads the files that say what is published when, and places it in pretend time.

A moment is `day` and `time` (days from the day of T0, Minsk time) or `minute` (from T0; may be negative).
In texts {day:-3} stands for a date in words, three days before the day of T0.
"""

import tomllib
import zlib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from dazor.demo import compose
from dazor.demo.dates import MINSK, fill_in
from dazor.demo.world import Article, Channel, Edit, Entry, Forward, Outlet, Poll, Post, Trap, World

FOLDER = Path(__file__).parent

Table = dict[str, Any]  # one table of a TOML file


def load(t0: datetime, seed: int) -> World:
    """The whole world. `t0` is aware; the same `t0` and `seed` give the same world."""
    t0 = t0.astimezone(MINSK)
    sites = _read_folder("outlets")
    written = {
        table["id"]: {"language": sites[outlet]["language"]} | table | {"outlet": outlet}
        for outlet, file in _read_folder("articles").items()
        for table in [*file.get("article", ()), *compose.articles(outlet, file, seed)]
    }
    found = [_article(table, written, sites[table["outlet"]], t0, seed) for table in written.values()]
    articles = {a.id: a for a in sorted(found, key=lambda a: (a.published_at, a.id), reverse=True)}
    channels = {
        name: _channel(name, file, articles, t0, seed) for name, file in _read_folder("channels").items()
    }
    outlets = {name: _outlet(name, file, t0) for name, file in sites.items()}
    return World(t0=t0, seed=seed, outlets=outlets, channels=channels, articles=articles)


def _read_folder(name: str) -> dict[str, Table]:
    """Every TOML file of a folder by its name, in order of names."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / name).glob("*.toml"))
    }


def _outlet(id: str, table: Table, t0: datetime) -> Outlet:
    entries = tuple(
        Entry(
            kind=entry["kind"],
            path=entry["path"],
            language=entry.get("language"),
            is_gone=entry.get("gone", False),
            moved_to=entry.get("moved_to"),
            is_paged=entry.get("paged", False),
        )
        for entry in table["entry"]
    )
    return Outlet(
        id=id,
        name=table["name"],
        language=table["language"],
        entries=entries,
        per_page=table["per_page"],
        validators=frozenset(table["validators"]),
        robots=table["robots"],
        pinned=tuple(table.get("pinned", ())),
        twins=tuple(table.get("twins", ())),
        traps=tuple(_trap(trap, t0) for trap in table.get("trap", ())),
        encoding=table.get("encoding", "utf-8"),
        missing_status=table.get("missing_status", 404),
        redesigned_at=_after(table["redesigned"], t0) if "redesigned" in table else None,
        mirror=table.get("mirror"),
    )


def _trap(table: Table, t0: datetime) -> Trap:
    return Trap(
        path=table["path"],
        template=table["template"],
        status=table.get("status", 200),
        headers=tuple(table.get("headers", {}).items()),
        ends_at=_after(table["ends"], t0) if "ends" in table else None,
    )


def _article(table: Table, written: dict[str, Table], site: Table, t0: datetime, seed: int) -> Article:
    """A reprint (`same_as`) has title and text of another article, and all else of its own."""
    told = written[table.get("same_as") or table["id"]]
    language = told["language"]
    published_at = _moment(table, t0)
    address = {
        "slug": table["slug"],
        "rubric": table["rubric"],
        "number": _number(table["id"], seed),
        "published": published_at,
        "unix": int(published_at.timestamp()),
    }
    return Article(
        id=table["id"],
        outlet=table["outlet"],
        language=language,
        rubric=table["rubric"],
        slug=table["slug"],
        path=site["paths"][language].format_map(address),
        title=fill_in(told["title"], t0, language),
        paragraphs=tuple(fill_in(told.get("text", ""), t0, language).strip().split("\n\n")),
        author=table.get("author"),
        published_at=published_at,
        appears_at=_after(table["appears"], t0) if "appears" in table else published_at,
        edits=_edits(table, t0, language),
        event=table.get("edition_of") or table["id"],
        state=table.get("state", "ok"),
    )


def _channel(name: str, table: Table, articles: dict[str, Article], t0: datetime, seed: int) -> Channel:
    written = [*table.get("post", ()), *compose.posts(name, table, seed)]
    posts = [_post(post, articles, t0, table["language"]) for post in written]
    return Channel(
        name=name,
        title=table["title"],
        description=table["description"],
        chat_id=table["chat_id"],
        subscribers=table["subscribers"],
        posts=tuple(sorted(posts, key=lambda post: post.id)),
    )


def _post(table: Table, articles: dict[str, Article], t0: datetime, language: str) -> Post:
    """A post may carry the text of an article (`text_of`) instead of its own."""
    text = table.get("text", "").strip()
    if copied := table.get("text_of"):
        text = "\n\n".join((articles[copied].title, *articles[copied].paragraphs))
    return Post(
        id=table["id"],
        text=fill_in(text, t0, language),
        published_at=_moment(table, t0),
        edits=_edits(table, t0, language),
        gone_at=_after(table["gone"], t0) if "gone" in table else None,
        signature=table.get("signature"),
        forward=Forward(**table["forward"]) if "forward" in table else None,
        reply_to=table.get("reply_to"),
        photos=table.get("photos", 0),
        video=table.get("video"),
        is_too_big=table.get("too_big", False),
        poll=_poll(table["poll"]) if "poll" in table else None,
        link=table.get("link"),
        is_service=table.get("service", False),
    )


def _poll(table: Table) -> Poll:
    return Poll(question=table["question"], options=tuple(table["options"]))


def _edits(table: Table, t0: datetime, language: str) -> tuple[Edit, ...]:
    return tuple(
        Edit(
            at=_after(edit["minute"], t0),
            find=fill_in(edit["find"], t0, language),
            replace=fill_in(edit["replace"], t0, language),
        )
        for edit in table.get("edit", ())
    )


def _moment(table: Table, t0: datetime) -> datetime:
    if "minute" in table:
        return _after(table["minute"], t0)
    day = t0.date() + timedelta(days=table["day"])
    return datetime.combine(day, time.fromisoformat(table["time"]), tzinfo=MINSK)


def _after(minutes: int, t0: datetime) -> datetime:
    return t0 + timedelta(minutes=minutes)


def _number(id: str, seed: int) -> int:
    """A number for an address. As at real sites, a later article may have a lower one."""
    return 150_000 + zlib.crc32(f"{seed} {id}".encode()) % 40_000
