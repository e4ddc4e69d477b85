import pytest

from crawlers import authors, declared, page


def found(markup: str, *site_names: str) -> tuple[str, ...]:
    root = page.parse(markup.encode())
    return authors.find(root, declared.read(root), set(site_names))


def json_ld(author: str) -> str:
    return f'<head><script type="application/ld+json">{{"@type":"Article","author":{author}}}</script></head>'


@pytest.mark.parametrize(
    "author",
    [
        '[{"name": "Анна Верес"}, {"name": "Иван Лугов"}]',
        '{"name": "Анна Верес и Иван Лугов"}',
        '"Анна Верес, Иван Лугов"',
        '["Автор: Анна Верес", "Иван Лугов", "анна верес"]',
    ],
)
def test_joined_names_are_taken_apart(author):
    assert ("Анна Верес", "Иван Лугов") == found(json_ld(author))


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">By Anna Veres and Ivan Luhau</p>',
        '<span itemprop="author">Anna Veres</span>' * 1 + '<span class="x">Ivan</span>',
        '<div class="article-byline"><span>Anna Veres</span> <span>Ivan Luhau</span></div>',
        '<a rel="author" href="/a">Anna Veres</a>',
    ],
)
def test_a_byline_speaks_where_nothing_is_declared(byline):
    assert "Anna Veres" == found(byline)[0]


def test_a_place_after_a_person_is_no_author():
    assert ("Anna Veres",) == found('<p class="author">Von Anna Veres, Frankfurt</p>')


def test_the_sites_own_name_gives_way_to_a_person():
    assert ("Анна Верес",) == found(json_ld('"Вестка"') + '<p class="author">Анна Верес</p>', "вестка")
    assert ("Вестка",) == found(json_ld('"Вестка"') + '<p class="author">Подписаться</p>', "вестка")


@pytest.mark.parametrize(
    "author", ['"https://vestka.example/author/1"', '"a@vestka.example"', '"12.03.2026"', '""', "[]"]
)
def test_addresses_and_dates_are_no_names(author):
    assert () == found(json_ld(author))


def test_authors_of_comments_and_of_the_footer_are_none_of_the_article():
    assert () == found(
        '<div class="comments"><b class="author">Анна</b></div><footer class="author">Вестка</footer>'
    )


@pytest.mark.parametrize("name", ["БелТА", "TASS", "Пресс-служба губернатора", "прэс-служба завода", "dpa"])
def test_agencies_and_offices_are_told_from_people(name):
    assert authors.is_agency(name)
    assert not authors.is_agency("Анна Верес")
