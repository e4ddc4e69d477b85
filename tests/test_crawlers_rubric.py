import json
from datetime import UTC, datetime

import pytest

from crawlers import declared, extract, page, rubric
from store.types import Link

NOW = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
BODY = "<p>Мост через реку открыли в четверг, движение пойдёт с понедельника.</p>" * 3


def read(script: object = None, meta: str = "") -> declared.Declared:
    mark = f'<script type="application/ld+json">{json.dumps(script)}</script>' if script else ""
    return declared.read(page.parse(f"<head>{meta}{mark}</head><body><p>x".encode()))


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
    assert expected == rubric.find(read({"@type": "NewsArticle", "articleSection": section}), set())


def test_a_section_is_taken_from_meta_elements():
    meta = (
        '<meta property="article:section" content="Общество"><meta property="article:section" content="Мир">'
    )

    assert "Общество; Мир" == rubric.find(read(meta=meta), set(), "Лента")


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
    said = read({"@type": "WebPage", "breadcrumb": trail(*steps)})

    assert expected == rubric.find(said, {"мостоткрыт"})


def test_the_page_goes_before_the_entry_point():
    link = Link(url="https://outlet.example/1", rubric="Лента")
    meta = '<meta property="article:section" content="Общество">'

    pages = [f"<head>{head}</head><body><article>{BODY}".encode() for head in (meta, "")]
    found = [extract.read(raw, link.url, entry=link, now=NOW, zone="UTC").rubric for raw in pages]

    assert ["Общество", "Лента"] == found
