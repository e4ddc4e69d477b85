"""A digest as a letter: it fits, it is whole, it loads nothing, its links are as the reader wants them."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import newsdesk
import pytest
from test_dazor_digest_page import HOSTILE, LOADING, Page

from dazor import digest
from dazor.digest import brief, links
from dazor.digest.content import Run
from store import letters
from store.ledger import DESK

LIMIT = 100_000  # bytes of the body
SENTENCE = "Ведомство сообщило о новых санкциях против завода «Криница» и о закрытии перехода на границе. "
READER = {"id": "reader", "to": "reader@example.org"}


@pytest.fixture
def send(db, tmp_path, now):
    """`send(wishes)`: the letter that a reader gets of everything that is there by now."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_source(db, "zubr", "Zubr Daily")
    newsdesk.make_digest(db, newsdesk.make_config(tmp_path, subscribers=(READER,)), now - timedelta(days=1))

    def sent(**wishes):
        config = newsdesk.make_config(tmp_path, subscribers=({**READER, **wishes},))
        newsdesk.make_digest(db, config, now)
        return letters.find(db, db.value("SELECT max(digest) FROM letter"))

    return sent


def add_many(db, now, number):
    for n in range(number):
        newsdesk.add_text(
            db, ("baravik", "zubr")[n % 2], f"{n}", f"Номер {n}. " + SENTENCE * 12, now,
            title=f"Номер {n}: санкции и граница, о чём сообщило ведомство в среду вечером",
            url=f"https://baravik.example/politics/2024/05/30/sanktsii-i-granitsa-{n}.html",
        )  # fmt: skip


@pytest.mark.parametrize("number", [200, 600])
def test_a_digest_of_many_matches_fits_into_a_mail(db, now, send, number):
    add_many(db, now, number)

    letter = send()

    assert len(letter.html.encode()) < LIMIT
    assert len(letter.text.encode()) < LIMIT
    shown = len(re.findall(r"<li>.*Номер", letter.html))
    assert shown == number or shown > 250
    left = number - shown
    assert (f"{left:,} more texts stand in the attached file".replace(",", "\u202f") in letter.html) == (
        left > 0
    )
    assert number == letter.attachment.count("<article>")


def test_two_hundred_matches_of_a_hundred_texts_have_a_sentence_each(db, now, send):
    add_many(db, now, 100)

    letter = send()

    assert 200 == db.value("SELECT count(*) FROM ledger WHERE subscriber = 'reader'")
    assert 100 == letter.html.count("Ведомство сообщило")
    assert len(letter.html.encode()) < LIMIT


def test_mail_and_attachment_are_well_formed_and_load_nothing(db, now, send):
    for number, text in enumerate(HOSTILE):
        newsdesk.add_text(db, "baravik", f"t{number}", f"{text}.", now, title=text, language='ru" onload="x')
        newsdesk.add_text(db, "zubr", f"t{number}", f"{text}.", now, title=text, url="javascript:alert(1)")

    letter = send()

    for html in (letter.html, letter.attachment):
        page = Page(html)
        forbidden = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"}
        assert set() == forbidden & set(page.tags)
        named = {name for _, name, _ in page.attributes}
        assert set() == {name for name in named if name.startswith("on")} | (named & (LOADING - {"style"}))
        styles = " ".join(value for _, name, value in page.attributes if name == "style")
        styles += " ".join(re.findall("<style>(.*?)</style>", html, re.DOTALL))
        assert [] == re.findall(r"url\s*\(|@import|expression|src\s*:", styles)
        assert all(link.startswith("https://") for link in page.links())
        assert [] == re.findall("[\u202a-\u202e\u2066-\u2069]", html)


def test_a_mail_is_good_on_a_phone_and_in_the_dark(db, now, send):
    add_many(db, now, 1)
    html = send().html

    assert "prefers-color-scheme: dark" in html
    assert "max-width:640px" in html
    assert [] == re.findall(r"(?<!max-)width:\s*\d", html)
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html


def test_the_attachment_has_every_text_whole_with_its_marks(db, now, send):
    body = "Первый абзац.\nВторой абзац про санкции.\n\nТретий <b>абзац</b>."
    newsdesk.add_text(db, "baravik", "a", body, now, title="Санкции")

    attachment = send().attachment

    assert ["Санкции", "санкции"] == re.findall("<mark>(.*?)</mark>", attachment)
    for paragraph in ("<p>Первый абзац.</p>", "<p>Третий &lt;b&gt;абзац&lt;/b&gt;.</p>"):
        assert paragraph in attachment


@pytest.mark.parametrize("content", ["full", "notice"])
def test_a_letter_of_a_quiet_morning_has_no_attachment(send, content):
    assert send(content=content).attachment is None


def test_a_notice_says_only_that_it_is_ready(db, now, send):
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)

    letter = send(content="notice")

    said = letter.subject + letter.text + letter.html
    assert "The digest is ready." in said
    assert [] == re.findall("анкци|aravik|anction|[0-9]", said)


def test_the_subject_names_nothing_that_is_watched(db, now, send):
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)

    assert "Morning digest, Thursday, 30 May 2024" == send().subject


def addresses(letter):
    return re.findall(r"h(?:tt|xx)ps?://[^\s\"<)]+", f"{letter.text} {letter.html} {letter.attachment}")


@pytest.mark.parametrize("wish", ["plain", "defanged", "none"])
def test_links_are_as_the_reader_wants_them(db, now, send, wish):
    text = "Санкции: подробности на https://zubr.example/x и t.me/zubr_news, пишите на info@zubr.example."
    newsdesk.add_text(db, "baravik", "a", text, now, url="https://baravik.example/a")
    newsdesk.add_text(db, "zubr", "a", text, now, url="https://zubr.example/copy")

    letter = send(links=wish)

    own = [address for address in addresses(letter) if "/a" in address or "copy" in address]
    if wish == "plain":
        assert 'href="https://baravik.example/a"' in letter.html
    else:
        assert "href" not in letter.html + letter.attachment
        assert [] == re.findall(
            r"https?://|t\.me|zubr\.example", letter.text + letter.html + letter.attachment
        )
        assert "t[.]me/zubr_news" in letter.text
    if wish == "defanged":
        assert "hxxps://baravik[.]example/a" in own
    if wish == "none":
        assert [] == own


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://news.example/a/b?c=d", "hxxps://news[.]example/a/b?c=d"),
        ("см. www.belta.by, t.me/pul_1", "см. www[.]belta[.]by, t[.]me/pul_1"),
        ("письмо на a.b@mail.example.", "письмо на a.b@mail[.]example."),
        ("HTTP://NEWS.EXAMPLE", "HxxP://NEWS[.]EXAMPLE"),
        ("В 7.30 т.е. рано. Итого 1.5 млн", "В 7.30 т.е. рано. Итого 1.5 млн"),
    ],
)
def test_nothing_that_mail_would_link_is_left(text, shown):
    assert shown == links.defanged(text)


def test_a_letter_goes_through_mail_as_it_is(db, now, send):
    """Text, page and file survive a message of the standard library."""
    newsdesk.add_text(db, "baravik", "a", "Санкции против «Криницы» — ўсё.", now)
    letter = send()
    message = EmailMessage()
    message["Subject"] = letter.subject
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message.add_attachment(letter.attachment, subtype="html", filename=letter.attachment_name)

    read = message_from_bytes(bytes(message), policy=policy.default)

    assert letter.text == read.get_body(("plain",)).get_content()
    assert letter.html == read.get_body(("html",)).get_content()
    assert [letter.attachment] == [part.get_content() for part in read.iter_attachments()]


def test_brief_sentences_keep_their_first_mark():
    line = (Run("слово " * 60), Run("санкции", is_marked=True), Run(" слово" * 60))

    cut = brief._cut(line)

    assert "санкции" in [run.text for run in cut if run.is_marked]
    assert sum(len(run.text) for run in cut) <= brief.MANY + 4


def test_a_digest_that_fits_is_left_as_it_is(db, now, tmp_path):
    config = newsdesk.make_config(tmp_path)
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)
    newsdesk.match(db, config, now)
    desk = digest.Subscriber(id=DESK, since=now, cursor=0, last_version=0)
    register = digest.known(db, config.entities_file)
    found = digest.news.read(db, desk, digest.readers.readers(config)[0], register, "")
    whole = digest._composed(db, config, found, now).digest

    assert whole == brief.fitted(whole, lambda one: "x")
    assert (
        1 == brief.fitted(replace(whole, repeats=()), lambda one: "x" * 200 * len(one.items), most=199).beyond
    )
