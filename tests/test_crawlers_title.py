import pytest

from crawlers import declared, page, title

URL = "https://vestka.example/n/1"


def found(markup: str, url: str = URL) -> str | None:
    root = page.parse(markup.encode())
    return title.find(root, declared.read(root), url)


def og(text: str) -> str:
    return f'<meta property="og:title" content="{text}">'


@pytest.mark.parametrize(
    "tail",
    [" | Вестка", " — Вестка Озёрск", " • vestka.example"],
)
def test_the_sites_name_is_cut_off(tail):
    site = '<meta property="og:site_name" content="Вестка">'

    assert "Мост открыт" == found(f"<head>{site}{og('Мост открыт' + tail)}</head><p>x")


def test_a_name_that_the_page_does_not_give_is_known_from_the_heading():
    assert "Мост открыт" == found(f"<head>{og('Мост открыт - Ещё одна газета')}</head><h1>Мост открыт</h1>")


def test_a_dash_inside_a_title_stays():
    assert "Озёрск - Заречье: мост открыт" == found("<h1>Озёрск - Заречье: мост открыт</h1>")


def test_a_kicker_before_the_heading_is_left_out():
    head = og("Мост через Вязынку открыт")

    assert "Мост через Вязынку открыт" == found(
        f"<head>{head}</head><h1>Транспорт Мост через Вязынку открыт</h1>"
    )


def test_the_heading_of_the_site_is_not_the_title():
    markup = "<head><title>Мост открыт | Вестка</title></head><h1>Вестка</h1><h1>Мост открыт</h1>"

    assert "Мост открыт" == found(markup)


def test_a_site_may_put_its_name_first():
    markup = "<head><title>Министерство связи — Новый мост открыт</title></head><h1>Новый мост открыт</h1>"

    assert "Новый мост открыт" == found(markup)
    assert "Мост" == found(markup.replace("Новый мост открыт", "Мост"), "https://m.example/")


def test_only_title_is_left_where_nothing_else_is():
    assert "Мост открыт" == found(
        "<head><title>Мост открыт | Вестка</title></head><p>x", "https://vestka.example/"
    )


def test_doubly_escaped_words_and_soft_hyphens_are_read():
    head = og("Мо\xadст &amp;quot;Новый&amp;quot; открыт")

    assert 'Мост "Новый" открыт' == found(f"<head>{head}</head><p>x")


def test_a_page_without_any_title_has_none():
    assert found("<p>x") is None
