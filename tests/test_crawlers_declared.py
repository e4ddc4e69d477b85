import pytest

from crawlers import declared, page


def read(*scripts: str, meta: str = "") -> declared.Declared:
    marks = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return declared.read(page.parse(f"<head>{meta}{marks}</head><body><p>x".encode()))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Мост"}',
        '{"@type": ["Thing", "BlogPosting"], "headline": "Мост"};',
        '{"@graph": [{"@type": "WebSite"}, {"@type": "Article", "headline": "Мост"}]}',
        '[{"@type": "WebPage", "mainEntity": {"@type": "Report", "headline": "Мост"}}]',
        '{"@type": "Article", "headline": "Мост", "articleBody": "line\nbreak"}',
    ],
)
def test_an_article_is_found_wherever_json_ld_puts_it(script):
    assert ["Мост"] == list(read(script).of_articles("headline"))


@pytest.mark.parametrize("script", ["", "{", "null", '{"@type": "WebSite", "headline": "x"}', "[" * 100_000])
def test_what_cannot_be_read_is_left_out(script):
    good = '{"@type": "Article", "headline": "Мост"}'

    assert ["Мост"] == list(read(script, good).of_articles("headline"))


def test_names_are_texts_objects_or_lists():
    assert ("Анна Верес", "Иван Лугов", "Пётр") == declared.names(
        [{"name": "Анна Верес"}, "Иван&nbsp;Лугов", {"name": ["Пётр"]}, {"url": "x"}, None]
    )


def test_meta_is_looked_up_under_several_names():
    said = read(meta='<meta name="Author" content=" Анна  Верес "><meta property="x" content="">')

    assert "Анна Верес" == said.first("article:author", "author")
    assert said.first("x", "y") is None
