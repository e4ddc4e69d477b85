"""The markup that the makes of `benchmarks.made_makes` share."""

from collections.abc import Callable, Iterable
from html import escape

from benchmarks.made_sites import COUNT, PER_LIST, Site, Text

Placed = list[tuple[str, Text]]
_TAGS = {"ru": ["транспорт", "школа"], "be": ["транспарт", "школа"], "en": ["transport", "school"]}
_POPULAR = {"ru": "Популярное", "be": "Папулярнае", "en": "Most read"}


def placed(name: str, made: Iterable[Text], address: Callable[[Text], str]) -> tuple[Site, Placed]:
    """A site with the addresses of its articles."""
    found = [(address(text), text) for text in made]
    site = Site(name=name, articles=dict(found))
    assert len(site.articles) == COUNT
    return site, found


def articles(site: Site, found: Placed, menu: str, head: str, body: Callable[[Text], str]) -> None:
    """Serve the page of every article."""
    for number, (path, text) in enumerate(found):
        beside = [found[(number + step) % len(found)] for step in (3, 7, 11)]
        title = f"{text.title} — Сайт"
        site.put(path, page(title, menu, body(text) + aside(beside), head))


def lists(
    site: Site,
    found: Placed,
    menu: str,
    head: str,
    address: Callable[[int], str],
    item: Callable[[str, Text], str],
    *,
    wrap: tuple[str, str] = ('<div class="list">', "</div>"),
    after: str = "",
) -> None:
    last = -(-len(found) // PER_LIST)
    for number in range(1, last + 1):
        shown = found[(number - 1) * PER_LIST : number * PER_LIST]
        pager = "".join(f'<a href="{address(n)}">{n}</a> ' for n in range(1, last + 1))
        if number < last:
            pager += f'<a class="next" href="{address(number + 1)}">→</a>'
        body = (
            wrap[0]
            + "".join(item(*one) for one in shown)
            + wrap[1]
            + f'<div class="pager">{pager}</div>{after}'
        )
        site.put(address(number), page("Новости", menu, body + aside(found[-3:]), head))


def page(title: str, menu: str, body: str, head: str = "", site_name: str = "") -> str:
    """A whole page."""
    name = f'<meta property="og:site_name" content="{site_name}">' if site_name else ""
    return (
        f"<!DOCTYPE html><html><head><title>{escape(title)}</title>{name}{head}</head><body>{menu}{body}"
        "<footer><p>© Все права защищены. Перепечатка только с разрешения.</p></footer></body></html>"
    )


def menu(links: dict[str, str]) -> str:
    """The navigation."""
    return (
        "<nav><ul>"
        + "".join(f'<li><a href="{path}">{words}</a></li>' for path, words in links.items())
        + "</ul></nav>"
    )


def aside(found: Placed) -> str:
    """The sidebar with other articles."""
    links = "".join(f'<li><a href="{escape(path)}">{escape(text.title)}</a></li>' for path, text in found)
    return f'<aside class="sidebar"><h4>{_POPULAR[found[0][1].language]}</h4><ul>{links}</ul></aside>'


def tags(text: Text, place: str) -> str:
    """The tags below an article."""
    slugs = ("transport", "shkola")
    return " ".join(
        f'<a href="{place}{slug}/">{word}</a>' for slug, word in zip(slugs, _TAGS[text.language], strict=True)
    )


def bitrix_item(path: str, text: Text) -> str:
    """A line of a list: date, title, first words."""
    return (
        f'<p class="news-item"><span class="news-date-time">{text.local:%d.%m.%Y}</span> '
        f'<a href="{path}"><b>{escape(text.title)}</b></a><br>{text.paragraphs[0][:80]}…</p>'
    )


def drupal_item(path: str, text: Text) -> str:
    """A row of a view."""
    return (
        f'<div class="views-row"><span class="views-field-created">{text.local:%d.%m.%Y - %H:%M}</span>'
        f'<span class="field-content"><a href="{path}">{escape(text.title)}</a></span></div>'
    )


def card(path: str, text: Text) -> str:
    """A card whose title is no link."""
    return (
        f'<div class="card"><a class="card__image" href="{path}"><img src="/i.jpg" alt=""></a>'
        f'<div class="card__title">{escape(text.title)}</div><div class="card__date">{text.local:%H:%M, %d.%m.%Y}</div>'
        f'<a class="card__more" href="{path}">{"Подробнее" if text.language != "en" else "Read more"}</a></div>'
    )


def robots(site: Site, rules: str, closed: tuple[str, ...] = ()) -> None:
    site.put("/robots.txt", rules, "text/plain")
    site.closed = closed
