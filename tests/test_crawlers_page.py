import pytest

from crawlers import page
from store.errors import UsageError

TEXT = "<p>Прывітанне, свет. Сёння ўсё добра.</p>"


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"<meta charset=windows-1251>" + TEXT.encode(),
        b"<meta charset=utf-8>" + TEXT.encode("cp1251"),
        b"<meta charset=windows-1251>" + TEXT.encode("cp1251"),
        TEXT.encode("cp1251"),
    ],
    ids=[
        "utf-8",
        "mark",
        "utf-16",
        "declares 1251, is utf-8",
        "declares utf-8, is 1251",
        "1251",
        "undeclared 1251",
    ],
)
def test_the_bytes_say_their_encoding(body):
    assert page.decode(body).endswith(TEXT)


def test_words_of_blocks_stay_apart_and_of_inline_elements_together():
    root = page.parse("<div>а<b>б</b>в</div><p>г<script>x()</script></p><ul><li>д<li>е</ul>".encode())

    assert "абв г д е" == page.text_of(root)


def test_hundreds_of_thousands_of_nested_elements_are_bounded():
    root = page.parse(b"<div>" * 200_000)

    assert len(list(root.iter())) < 1_000


def test_nothing_is_no_page():
    assert page.parse(b"") is None
    assert page.parse(b"\x00") is None


def test_pseudo_elements_give_texts():
    root = page.parse(b'<time datetime="2026-03-02">x</time>')

    assert ["2026-03-02"] == page.select(root, "time::attr(datetime)")


def test_a_wrong_selector_is_the_operators_mistake():
    with pytest.raises(UsageError, match="not a CSS selector"):
        page.select(page.parse(b"<p>a</p>"), "div..item")
