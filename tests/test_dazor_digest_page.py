import re
from datetime import timedelta
from html.parser import HTMLParser

import newsdesk
import pytest

from dazor import digest
from dazor.digest.as_html import TEMPLATES

HOSTILE = [
    "<script>alert('санкции')</script> санкции",
    '"><img src=x onerror=alert(1)> санкции',
    "</title></style><h1>санкции</h1>",
    "<!-- санкции -->",
    "санкции \u202egpj.exe\u2066 \x1b[31m \x00 конец",
    "{{ 7*7 }} {% raw %} санкции",
    "&lt;b&gt; санкции &#x3c;",
    "<a href='javascript:alert(1)'>санкции</a>",
    "<link rel=stylesheet href=//evil.example/x.css> санкции @import url(//evil.example)",
]
VOID = {"meta", "br", "hr", "img", "link", "input"}
LOADING = {
    "src",
    "srcset",
    "poster",
    "data",
    "background",
    "action",
    "formaction",
    "ping",
    "style",
    "manifest",
}


class Page(HTMLParser):
    """What a page has in it; refuses tags that do not close in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], ""
        self.feed(html)
        assert [] == self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data

    def links(self):
        return [value for tag, name, value in self.attributes if (tag, name) == ("a", "href")]


@pytest.fixture
def page(db, tmp_path, now):
    """A page full of hostile texts: as titles, texts, posts, copies, changes, gone documents, names."""
    rules = (
        newsdesk.RULES
        + '[[rule]]\nid = "evil"\nname = "<script>x</script>"\nquery = "alert OR gpj"\nweight = 9\n'
    )
    config = newsdesk.make_config(tmp_path, rules)
    newsdesk.add_source(db, "baravik", "Baravik <b onclick=x>News</b>")
    newsdesk.add_source(db, "zubr", "Zubr\u202e Daily")
    newsdesk.make_digest(db, config, now - timedelta(days=1))
    for number, text in enumerate(HOSTILE):
        newsdesk.add_text(db, "baravik", f"t{number}", f"{text}.", now, title=text, language='ru" onload="x')
        newsdesk.add_text(db, "zubr", f"t{number}", f"{text}.", now, title=text, url="javascript:alert(1)")
        newsdesk.add_text(db, "zubr", f"e{number}", f"Старое {text}", now)
        newsdesk.add_text(db, "zubr", f"e{number}", f"Новое {text}", now)
        newsdesk.add_deletion(db, newsdesk.add_text(db, "zubr", f"g{number}", f"Было {text}", now), now)
    newsdesk.match(db, config, now)
    return digest.show(db, config, now)


def test_the_page_is_well_formed_and_loads_nothing(page):
    found = Page(page.html)

    assert set() == {"script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"} & set(
        found.tags
    )
    assert [] == [
        (tag, name) for tag, name, _ in found.attributes if name in LOADING or name.startswith("on")
    ]
    style = re.search("<style>.*?</style>", page.html, re.DOTALL)[0]
    assert [] == re.findall(r"url\s*\(|@import|expression|src\s*:", style)
    assert 1 == page.html.count("<style>")


def test_links_are_web_addresses_that_tell_nothing(page):
    found = Page(page.html)

    outside = [link for link in found.links() if not link.startswith("#section-")]
    assert outside
    assert all(link.startswith("https://") for link in outside)
    kept = [value for tag, name, value in found.attributes if (tag, name) == ("a", "rel")]
    assert {"noreferrer noopener nofollow"} == set(kept)
    assert len(outside) == len(kept)


def test_hostile_texts_are_shown_as_they_are_written(page):
    shown = " ".join(Page(page.html).text.split())

    assert "<script>alert('санкции')</script> санкции" in shown
    assert "{{ 7*7 }} {% raw %} санкции" in shown
    assert "&lt;b&gt; санкции &#x3c;" in shown


def test_nothing_turns_the_line_or_hides(page):
    for form in (page.html, page.markdown, page.text):
        assert [] == re.findall("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\x7f-\x9f]", form)


def test_a_refused_language_tag_is_left_out(page):
    languages = {value for tag, name, value in Page(page.html).attributes if name == "lang"}

    assert {"en", "ru", "und"} == languages


def test_marks_stand_around_the_words_alone(page):
    assert {"санкции", "alert", "gpj"} >= set(re.findall("<mark>(.*?)</mark>", page.html))


def test_every_anchor_has_its_place(page):
    found = Page(page.html)
    places = {value for _, name, value in found.attributes if name == "id"}

    assert {link[1:] for link in found.links() if link.startswith("#")} <= places
    assert len(places) == len([name for _, name, _ in found.attributes if name == "id"])


def test_the_page_reads_in_light_and_dark_and_on_a_phone():
    style = (TEMPLATES / "digest.css").read_text("utf-8")

    assert "prefers-color-scheme: dark" in style
    assert "max-width" in style


def test_colours_have_contrast_enough():
    """WCAG AA: 4.5 to 1 for every text on what it stands on, in both modes."""
    style = (TEMPLATES / "digest.css").read_text("utf-8")
    modes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    pairs = [("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("accent", "paper")]
    pairs += [("mark-ink", "mark"), ("old-ink", "old"), ("new-ink", "new")]

    for mode in modes:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", mode))
        assert [] == [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < 4.5]
    assert 2 == len(modes)


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("line", ["* ", "    "])
def test_plain_text_is_78_columns_wide(page, line):
    lines = [one for one in page.text.splitlines() if one.startswith(line) and "http" not in one]

    assert lines
    assert [] == [one for one in lines if len(one) > 78]


def test_markdown_from_outside_is_no_markup(page):
    text = page.markdown

    assert [] == re.findall(r"(?<!\\)<(?!https://)", text)
    assert [] == re.findall(r"(?<!\\)(?:\\\\)*`", text)
    assert {"https"} == {address.split(":")[0] for address in re.findall(r"\]\(<(.*?)>\)", text)}
