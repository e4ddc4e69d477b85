"""A letter as a mail."""

from dataclasses import replace
from email import message_from_bytes, policy

import mailing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.config.mail import Mail
from dazor.deliver import message

MAIL = Mail.model_validate({"host": "mail.example.org", "from": "digest@news.example"})


def composed(now, letter=mailing.LETTER, to="editor@desk.example", mail=MAIL):
    letter = replace(letter, message_id="0123abcd")
    return message_from_bytes(message.compose(letter, to, mail, now).as_bytes(), policy=policy.default)


def test_text_html_and_one_file_arrive_as_they_are(now):
    mail = composed(now)

    assert mailing.LETTER.text == mailing.text(mail)
    assert mailing.LETTER.html == mailing.page(mail)
    assert mailing.LETTER.attachment == mailing.attached(mail)
    assert "multipart/mixed" == mail.get_content_type()
    assert ["digest.html"] == [part.get_filename() for part in mail.iter_attachments()]


def test_a_letter_without_a_file_is_two_ways_to_say_it(now):
    assert (
        "multipart/alternative" == composed(now, replace(mailing.LETTER, attachment=None)).get_content_type()
    )


def test_headers_name_neither_machine_nor_program(now):
    mail = composed(now)

    assert {
        "From": "digest@news.example",
        "To": "editor@desk.example",
        "Date": "Thu, 30 May 2024 05:30:00 +0000",
        "Message-ID": "<0123abcd@news.example>",
        "List-Unsubscribe": "<mailto:digest@news.example?subject=unsubscribe>",
        "Auto-Submitted": "auto-generated",
        "Subject": "Дайджест, 2 марта 2026",
    } == {key: str(value) for key, value in mail.items() if not key.startswith(("Content-", "MIME-"))}


def test_what_settings_say_stands_on_the_mail(now):
    settings = {"from_name": "Утренний дайджест", "subject": "News", "message_id_domain": "quiet.example"}
    mail = composed(now, mail=Mail.model_validate(MAIL.model_dump(by_alias=True) | settings))

    assert "Утренний дайджест <digest@news.example>" == mail["From"]
    assert ("News", "<0123abcd@quiet.example>") == (mail["Subject"], mail["Message-ID"])


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_subject_is_one_line_and_arrives(words):
    """Also long Cyrillic ones, over several encoded words, and what would begin another header."""
    mail = composed(mailing.NOW, replace(mailing.LETTER, subject=words))

    assert message.subject(words) == mail["Subject"]
    assert ["editor@desk.example"] == mail.get_all("To")
    assert mail["Bcc"] is None


@pytest.mark.parametrize("words", ["Дайджест " * 20, "x" * 300, "a\r\nBcc: spy@else.example", "Ўў 📰 " * 30])
def test_long_and_hostile_subjects(now, words):
    mail = composed(now, replace(mailing.LETTER, subject=words))

    assert message.subject(words) == mail["Subject"]
    assert len(mail["Subject"]) <= message.LONGEST_SUBJECT


def test_lines_on_the_wire_are_short_and_ascii(now):
    """RFC 5321: 998 characters and CR LF; then any server takes it."""
    letter = replace(mailing.LETTER, text="слово " * 5000, html=f"<p>{'x' * 50_000}</p>", message_id="1")
    wire = message.compose(letter, "editor@desk.example", MAIL, now).as_bytes()

    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    assert b"\n" not in wire.replace(b"\r\n", b"")


def test_a_domain_in_other_letters_travels_in_ascii(now):
    assert "editor@xn--e1afmkfd.xn--90ais" == composed(now, to="editor@пример.бел")["To"]
