import json
from datetime import UTC, datetime

import pytest

from crawlers import declared, extract, page, rubric
from store.types import Link

NOW = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
BODY = "<p>Мост через реку открыли в четверг, движение пойдёт с понедельника.</p>" * 3


def find(script: object = None, *, meta: str = "", body: str = "", by_entry: str | None = None) -> str | None:
    """The rubric of a page with this in it, whose title is «Мост открыт»."""
    mark = f'<script type="application/ld+json">{json.dumps(script)}</script>' if script else ""
    root = page.parse(f"<head>{meta}{mark}</head><body>{body}<p>x".encode())
    return rubric.find(root, declared.read(root), {"мостоткрыт"}, by_entry)


def trail(*steps: dict[str, object]) -> dict[str, object]:
    return {"@type": "BreadcrumbList", "itemListElement": list(steps)}


FRONT = {"position": 1, "name": "Главная", "item": "https://outlet.example/"}
SOCIETY = {"position": 2, "item": {"@id": "https://outlet.example/society/", "name": "Общество"}}


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("Общество", "Общество"),
        ([" Грамадства &amp; права ", "Навіны", "Навіны"], "Грамадства & права; Навіны"),
        ({"name": "Армия"}, "Армия"),
        ([str(number) for number in range(5)], None),  # tags
        ("о" * 61, None),
        (["Главная", 7, None, ""], None),
    ],
)
def test_a_section_is_taken_from_json_ld(section, expected):
    assert expected == find({"@type": "NewsArticle", "articleSection": section})


def test_a_section_is_taken_from_meta_elements():
    meta = (
        '<meta property="article:section" content="Общество"><meta property="article:section" content="Мир">'
    )

    two = meta.format("Общество") + meta.format("Мир")

    assert "Общество; Мир" == find(meta=two, by_entry="Лента")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([FRONT, SOCIETY, {"name": "Мост открыт"}], "Общество"),
        ([FRONT, SOCIETY], "Общество"),
        ([{"name": "N", "item": "https://outlet.example"}, SOCIETY], "Общество"),
        ([SOCIETY, {"name": "Мост открыт"}], None),  # where it begins is not known
        ([FRONT, {"name": "Мост открыт"}], None),
        ([FRONT, "x", {"name": 5, "item": "http://[bad"}], None),
    ],
)
def test_a_trail_of_breadcrumbs_is_trusted_where_it_begins_at_the_front_page(steps, expected):
    assert expected == find({"@type": "WebPage", "breadcrumb": trail(*steps)})


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (
            '<a href="/">Главная</a> / <a href="/news">Новости</a> / <a href="/n?r=1">Дороги</a>',
            "Новости; Дороги",
        ),
        ('<a href="/"></a><a href="/roads">Дороги</a><a href="/n/1">Мост открыт</a>', "Дороги"),
        ('<a href="/roads">Дороги</a>', None),
        ('<a href="/">Главная</a> Мост открыт', None),
        ("", None),
    ],
)
def test_links_that_are_called_breadcrumbs_are_a_trail(links, expected):
    assert expected == find(body=f'<div class="b-breadcrumbs">{links}</div>')


def test_the_page_goes_before_the_entry_point():
    link = Link(url="https://outlet.example/1", rubric="Лента")
    meta = '<meta property="article:section" content="Общество">'

    pages = [f"<head>{head}</head><body><article>{BODY}".encode() for head in (meta, "")]
    found = [extract.read(raw, link.url, entry=link, now=NOW, zone="UTC").rubric for raw in pages]

    assert ["Общество", "Лента"] == found
