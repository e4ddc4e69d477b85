"""What a pretend outlet answers to a path at a pretend time. Pure: nothing is sent or remembered here."""

import re
from collections.abc import Mapping
from datetime import datetime

from dazor.demo import archives, maps
from dazor.demo.drawing import Page, draw
from dazor.demo.noise import Noise
from dazor.demo.world import Article, Entry, Outlet, Trap, World, changed_at, editions, shown, text_at


def answer(
    world: World,
    outlet: Outlet,
    path: str,
    base: str,
    at: datetime,
    noise: Noise,
    *,
    query: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    mirror: str = "",
) -> Page:
    """
    The page at a path (without query). `base` is the address of the site, as in http://127.0.1.1:8000.

    `form`: what was sent with POST, None for GET. `mirror`: the address of its second host.
    """
    twin = next((twin for twin in outlet.twins if path.startswith(f"/{twin}/")), None)
    path = path.removeprefix(f"/{twin}") if twin else path
    told: dict[str, object] = {
        "outlet": outlet,
        "base": base,
        "mirror": mirror,
        "path": path,
        "noise": noise,
        "twin": twin,
        "is_new": bool(outlet.redesigned_at and outlet.redesigned_at <= at),
        "news": shown(world, outlet.id, None, at)[: outlet.per_page],
    }
    if path == "/robots.txt":
        return Page(body=outlet.robots, content_type="text/plain; charset=utf-8")
    if trap := _trap(outlet, path, at):
        return Page(body=draw(trap.template, **told), status=trap.status, headers=trap.headers)
    if path == "/":
        return _html(outlet, "front", told)
    if entry := _entry(outlet, path):
        return _entry_page(world, outlet, entry, at, told | {"query": query or {}, "form": form})
    if article := _article(world, outlet, path, at):
        return _page(world, article, outlet, at, told)
    return _lost(outlet, told)


def _trap(outlet: Outlet, path: str, at: datetime) -> Trap | None:
    fitting = (trap for trap in outlet.traps if re.fullmatch(trap.path, path))
    return next((trap for trap in fitting if trap.ends_at is None or at < trap.ends_at), None)


def _entry(outlet: Outlet, path: str) -> Entry | None:
    for entry in outlet.entries:
        if path == entry.path or archives.day_of(entry, path):
            return entry
    return None


def _article(world: World, outlet: Outlet, path: str, at: datetime) -> Article | None:
    """The article at a path; with and without the last slash, as most sites answer."""
    for article in world.articles.values():
        if article.outlet == outlet.id and article.path.rstrip("/") == path.rstrip("/"):
            return article if article.appears_at <= at and article.state != "missing" else None
    return None


def _entry_page(world: World, outlet: Outlet, entry: Entry, at: datetime, told: dict[str, object]) -> Page:
    if entry.is_gone:
        return _lost(outlet, told)
    if entry.moved_to:
        address = f"{told['base']}{entry.moved_to}"
        return Page(body=draw("moved.html", address=address), status=301, headers=(("location", address),))
    if entry.kind in archives.KINDS:
        return _html(outlet, entry.kind, told | archives.found(world, outlet, entry, at, told))
    if entry.kind in maps.KINDS:
        return maps.page(world, outlet, entry, at, str(told["base"]))
    return _list(world, outlet, entry, at, told)


def _list(world: World, outlet: Outlet, entry: Entry, at: datetime, told: dict[str, object]) -> Page:
    articles = shown(world, outlet.id, entry.language, at)
    articles, older = archives.page_of(articles, outlet, entry, told)
    changed = max((changed_at(article, at) for article in articles), default=None)
    told = told | {
        "articles": articles,
        "entry": entry,
        "pinned": _pinned(world, outlet, at),
        "changed": changed,
        "older": older,
    }
    if entry.kind == "feed":
        leads = {article.id: text_at(article, at)[:1] for article in articles}
        return Page(
            body=draw("rss.xml", leads=leads, **told),
            kind="feed",
            content_type=f"application/rss+xml; charset={outlet.encoding}",
            encoding=outlet.encoding,
            changed_at=changed,
        )
    return _html(outlet, "listing", told, changed)


def _page(world: World, article: Article, outlet: Outlet, at: datetime, told: dict[str, object]) -> Page:
    paragraphs = [] if article.state == "photo_only" else text_at(article, at)
    told = told | {
        "article": article,
        "paragraphs": paragraphs,
        "editions": editions(world, article, at),
    }
    return _html(outlet, "article", told, changed_at(article, at))


def _html(outlet: Outlet, kind: str, told: dict[str, object], changed: datetime | None = None) -> Page:
    """A page of the outlet's own template. `kind` of the page is also what the validators go by."""
    template = outlet.redesign if kind == "article" and told["is_new"] else None
    return Page(
        body=draw(template or f"{outlet.id}.html", kind=kind, **told),
        kind=kind,
        content_type=f"text/html; charset={outlet.encoding}",
        encoding=outlet.encoding,
        changed_at=changed,
    )


def _lost(outlet: Outlet, told: dict[str, object]) -> Page:
    """What stands where nothing is; some sites say so with status 200."""
    template = "404.html" if outlet.missing_status == 404 else "404_soft.html"
    body = draw(template, path=told["path"], site=outlet.name, news=told["news"])
    return Page(status=outlet.missing_status, body=body)


def _pinned(world: World, outlet: Outlet, at: datetime) -> list[Article]:
    pinned = [world.articles[name] for name in outlet.pinned]
    return [article for article in pinned if article.appears_at <= at]
