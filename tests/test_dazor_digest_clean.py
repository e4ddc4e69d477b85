import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.digest import clean


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Два\n\nслова", "Два слова"),
        ("tab\tand  spaces", "tab and spaces"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("\x1b[31mred\x00", "[31mred"),
        ("мяк\u00adкі", "мяккі"),
        ("a\ufffeb", "ab"),
        ("семья 👨‍👩‍👧", "семья 👨‍👩‍👧"),
    ],
)
def test_what_is_hidden_or_turns_the_line_goes(written, shown):
    assert shown == clean.line(written)


@given(st.text())
def test_a_cleaned_line_is_one_line_and_stays_as_it_is(text):
    cleaned = clean.line(text)

    assert len(cleaned.splitlines()) <= 1
    assert cleaned == clean.line(cleaned)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a?b=1&c=2",
        "http://news.example:8080/",
        "https://навіны.example/шлях",
        "https://t.me/lysa/11",
    ],
)
def test_web_addresses_may_be_links(url):
    assert url == clean.address(url)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://news.example/",
        "https://news.example/a b",
        'https://news.example/"onclick="x',
        "https://news.example/<script>",
        "https://news.example/\u202egpj.exe",
        "data:text/html,x",
        "file:///etc/passwd",
        "//news.example/a",
        "https:///a",
        "https://user:word@news.example/",
        "https://[news.example/",
        "https://news.example/\n",
        "mailto:a@news.example",
    ],
)
def test_anything_else_is_no_link(url):
    assert clean.address(url) is None


def test_a_language_has_the_form_of_a_tag():
    assert ["be", "be-tarask", None, None] == [
        clean.language(tag) for tag in ("be", "be-tarask", 'be" onload="x', None)
    ]
