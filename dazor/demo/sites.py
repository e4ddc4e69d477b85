"""What a pretend outlet answers to a path at a pretend time. Pure: nothing is sent or remembered here."""

from datetime import datetime

from dazor.demo.drawing import Page, draw, not_found
from dazor.demo.noise import Noise
from dazor.demo.world import Article, Entry, Outlet, World, changed_at, shown, text_at


def answer(world: World, outlet: Outlet, path: str, base: str, at: datetime, noise: Noise) -> Page:
    """The page at a path (without query). `base` is the address of the site, as in http://127.0.1.1:8000."""
    is_special = outlet.has_special and path.startswith("/special/")
    path = path.removeprefix("/special") if is_special else path
    told: dict[str, object] = {
        "outlet": outlet,
        "base": base,
        "path": path,
        "noise": noise,
        "is_special": is_special,
        "news": shown(world, outlet.id, None, at)[: outlet.per_page],
    }
    if path == "/robots.txt":
        return Page(body=outlet.robots, content_type="text/plain; charset=utf-8")
    if path == "/":
        return Page(body=draw(f"{outlet.id}.html", kind="front", **told))
    if entry := _entry(outlet, path):
        return _list(world, outlet, entry, at, told)
    if article := _article(world, outlet, path, at):
        return _page(article, outlet, at, told)
    return not_found("404.html", path=path, site=outlet.name)


def _entry(outlet: Outlet, path: str) -> Entry | None:
    for entry in outlet.entries:
        if path == entry.path and not entry.is_gone:
            return entry
    return None


def _article(world: World, outlet: Outlet, path: str, at: datetime) -> Article | None:
    """The article at a path; with and without the last slash, as most sites answer."""
    for article in world.articles.values():
        if article.outlet == outlet.id and article.path.rstrip("/") == path.rstrip("/"):
            return article if article.appears_at <= at and article.state != "missing" else None
    return None


def _list(world: World, outlet: Outlet, entry: Entry, at: datetime, told: dict[str, object]) -> Page:
    articles = shown(world, outlet.id, entry.language, at)[: outlet.per_page]
    changed = max((changed_at(article, at) for article in articles), default=None)
    told = told | {
        "articles": articles,
        "entry": entry,
        "pinned": _pinned(world, outlet, at),
        "changed": changed,
    }
    if entry.kind == "feed":
        leads = {article.id: text_at(article, at)[:1] for article in articles}
        body = draw("rss.xml", leads=leads, **told)
        return Page(
            body=body, kind="feed", content_type="application/rss+xml; charset=utf-8", changed_at=changed
        )
    return Page(body=draw(f"{outlet.id}.html", kind="listing", **told), kind="listing", changed_at=changed)


def _page(article: Article, outlet: Outlet, at: datetime, told: dict[str, object]) -> Page:
    paragraphs = [] if article.state == "photo_only" else text_at(article, at)
    body = draw(f"{outlet.id}.html", kind="article", article=article, paragraphs=paragraphs, **told)
    return Page(body=body, kind="article", changed_at=changed_at(article, at))


def _pinned(world: World, outlet: Outlet, at: datetime) -> list[Article]:
    pinned = [world.articles[name] for name in outlet.pinned]
    return [article for article in pinned if article.appears_at <= at]
