import base64
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers import extract, record, settle, settle_article, settle_posts
from dazor import catalogue
from dazor.catalogue import Article, Catalogue
from dazor.config import Config
from store import channels, documents, fetches, looks, raws, versions
from store.errors import Stopped
from store.types import Counts, Published, Reading
from tests.errands import NOW, OUTLET, POSTS, SITE, again, answer, found, look, page, state

MORE = "Мост строили три года, и открывали его всем районом: с оркестром, караваем и речами. " * 8


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(catalogue, "load", lambda _: Catalogue(sources=(OUTLET, POSTS)))
    return Config.model_validate({}, context={"folder": tmp_path})


def article(title: str = "Мост открыт", text: str = MORE, canonical: str = "", date: str = "") -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    meta = f'<meta property="article:published_time" content="{date}">' if date else ""
    return (
        f"<html><head><title>{title}</title>{link}{meta}</head>"
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    ).encode()


def settled(db, config, errand, body, at=NOW) -> Counts:
    """The answer to a look at an address, read by the stage."""
    record.address_answer(db, again(db, errand), answer(body, url=errand.url), at)
    return settle.run(db, config, at)


def looked(db, config, *posts, at=NOW) -> None:
    """A look at the newest page of the channel, read by the stage."""
    errand = look(db, POSTS)
    record.entry_answer(db, errand, answer(page(*posts, at=NOW), url=errand.url), at)
    settle.run(db, config, at)


def post(db, number: int) -> int:
    return documents.find(db, "channel", str(number)) or 0


def gone(db) -> list[str]:
    return [row["key"] for row in db.rows("SELECT key FROM document WHERE gone_at IS NOT NULL")]


def test_page_becomes_a_document_whose_bytes_are_archived(db, config):
    errand = found(db)

    counts = settled(db, config, errand, article())

    (version,) = versions.of(db, state(db, errand).document)
    assert (1, 1, 0) == (counts.done, counts.new, counts.failed)
    assert article() == raws.read(db, version.raw_sha256)
    assert db.value("SELECT month FROM raw WHERE sha256 = ?", (version.raw_sha256,))


def test_changed_text_is_a_new_version_and_another_look_leaves_a_hash(db, config):
    errand = found(db)
    bodies = [article(), article() + b"<!-- noise -->", article(text="Мост закрыт. " + MORE)]
    for hours, body in enumerate(bodies):
        settled(db, config, errand, body, NOW + timedelta(hours=hours))

    hashes = [row["sha256"] for row in db.rows("SELECT sha256 FROM fetch WHERE kind = 'article' ORDER BY id")]

    assert 2 == len(versions.of(db, state(db, errand).document))
    assert [True, False, True] == [raws.is_kept(db, sha256) for sha256 in hashes]


def test_two_addresses_lead_to_one_document(db, config):
    one, two = found(db, "/news/1"), found(db, "/news/one")
    for errand in (one, two):
        settled(db, config, errand, article(canonical=f"{SITE}/news/1"))

    assert state(db, one).document == state(db, two).document
    assert [1] == [row["looks"] for row in db.rows("SELECT looks FROM url WHERE next_look_at IS NULL")]


def test_site_that_names_one_address_on_all_pages_loses_none(db, config):
    one, two = found(db, "/news/1"), found(db, "/news/2")
    settled(db, config, one, article(canonical=f"{SITE}/news/all"))
    settled(db, config, two, article("Школа открыта", "Школу открыли. " + MORE, canonical=f"{SITE}/news/all"))

    assert state(db, one).document != state(db, two).document


def test_site_that_answers_everything_with_one_page_has_one_document(db, config):
    errands = [found(db, f"/news/{number}") for number in range(5)]
    for errand in errands:
        settled(db, config, errand, article())

    assert 1 == len({state(db, errand).document for errand in errands})
    assert 5 == db.value("SELECT count(*) FROM url WHERE state = 'fetched'")


def test_same_words_on_another_day_are_another_article(db, config):
    """A warning of storm is given in the same words each time."""
    for number, day in ((1, 28), (2, 29)):
        settled(db, config, found(db, f"/news/{number}"), article(date=f"2024-05-{day}T08:00:00+03:00"))

    assert 2 == db.value("SELECT count(*) FROM document")


@pytest.mark.parametrize(
    ("before", "now", "origin", "copies", "expected"),
    [
        (NOW, NOW, "json_ld", 1, True),
        (NOW, None, None, 1, True),
        (NOW, NOW - timedelta(days=1), "json_ld", 9, False),
        (NOW, NOW - timedelta(days=1), "feed", 2, False),
        (NOW, NOW - timedelta(days=1), "feed", 3, True),
    ],
)
def test_same_words_are_one_article_unless_their_times_differ(
    db, config, before, now, origin, copies, expected
):
    errand = found(db)
    settled(db, config, errand, article())
    (version,) = versions.of(db, state(db, errand).document)
    version = replace(version, published=Published(at=before, origin=origin))
    reading = Reading(extractor="x", outcome="ok", published=Published(at=now, origin=origin))

    assert expected == settle_article.is_copy(version, reading, copies)


def test_date_of_the_future_is_not_believed_and_named(db, config):
    settled(db, config, found(db), article(date="2031-05-30T08:00:00+03:00"))

    assert db.value("SELECT published_at FROM document") is None
    assert "2031-05-30" in db.value("SELECT warnings FROM reading")


def test_template_that_loses_the_sources_selector_is_no_edit_and_named(db, config, monkeypatch):
    selective = OUTLET.model_copy(update={"article": Article(pattern="^/news/", body="div.text")})
    monkeypatch.setattr(catalogue, "load", lambda _: Catalogue(sources=(selective,)))
    errand = found(db)
    settled(
        db,
        config,
        errand,
        article().replace(b"<p>", b'<div class="text"><p>').replace(b"</p>", b"</p></div>"),
    )

    settled(db, config, errand, article(), NOW + timedelta(hours=1))
    settled(db, config, found(db, "/news/2"), article("Школа открыта"), NOW + timedelta(hours=1))

    assert 1 == len(versions.of(db, state(db, errand).document))
    assert "div.text" in db.value("SELECT warnings FROM reading ORDER BY id DESC LIMIT 1")


def test_page_without_a_text_has_the_reason_and_keeps_its_first_and_latest_bytes(db, config):
    errand = found(db)
    bodies = [b"<html><body>%d</body></html>" % number for number in range(3)]
    for body in bodies:
        settled(db, config, errand, body)

    hashes = [row["sha256"] for row in db.rows("SELECT sha256 FROM fetch WHERE kind = 'article' ORDER BY id")]

    assert "empty" == db.value("SELECT reason FROM url")
    assert [True, False, True] == [raws.is_kept(db, sha256) for sha256 in hashes]


def test_newer_extractor_is_no_edit_by_the_source(db, config, monkeypatch):
    errand = found(db)
    settled(db, config, errand, article())
    read = extract.read

    def better(*given, **named):
        reading = read(*given, **named)
        return replace(reading, extractor="better 2", text=f"{reading.text}\nПодпись под снимком.")

    monkeypatch.setattr(extract, "read", better)
    settled(db, config, errand, article() + b"<!-- noise -->", NOW + timedelta(hours=1))

    (version,) = versions.of(db, state(db, errand).document)
    assert "better 2" == version.extractor


def test_edit_is_seen_also_by_a_newer_extractor(db, config, monkeypatch):
    errand = found(db)
    settled(db, config, errand, article())
    read = extract.read
    monkeypatch.setattr(
        extract, "read", lambda *given, **named: replace(read(*given, **named), extractor="better 2")
    )

    settled(db, config, errand, article(text="Мост закрыт. " + MORE), NOW + timedelta(hours=1))

    assert 2 == len(versions.of(db, state(db, errand).document))


@pytest.mark.parametrize(
    ("date", "looks_again"),
    [("2024-05-30T08:00:00+03:00", True), ("2024-05-27T08:00:00+03:00", False), ("", True)],
)
def test_article_that_came_out_long_ago_is_not_looked_at_again(db, config, date, looks_again):
    settled(db, config, found(db), article(date=date))

    assert looks_again == (db.value("SELECT next_look_at FROM url") is not None)


def test_bug_in_one_page_is_put_aside(db, config, monkeypatch):
    errand, other = found(db), found(db, "/news/2")
    read = settle_article.settle
    monkeypatch.setattr(
        settle_article, "settle", lambda *given: read(*given) if b"good" in given[3] else 1 / 0
    )
    record.address_answer(db, errand, answer(b"strange"), NOW)
    counts = settled(db, config, other, article() + b"<!-- good -->")

    assert (2, 1, 1) == (counts.done, counts.new, counts.failed)
    assert "bug" == db.value("SELECT reason FROM url WHERE key LIKE '%/1'")
    assert [] == fetches.unread(db, 9)


def test_source_whose_file_is_gone_keeps_its_bytes(db, config, monkeypatch):
    errand = found(db)
    monkeypatch.setattr(catalogue, "load", lambda _: Catalogue(sources=()))

    settled(db, config, errand, article())

    sha256 = db.value("SELECT sha256 FROM fetch WHERE kind = 'article'")
    assert ("unknown_source", True) == (db.value("SELECT reason FROM url"), raws.is_kept(db, sha256))


def test_edited_post_is_a_new_version(db, config):
    looked(db, config, (1, "Первый."), (2, "Второй."))
    looked(db, config, (1, "Первый."), (2, "Второй, исправлено."), at=NOW + timedelta(hours=1))

    assert [1, 2] == [len(versions.of(db, post(db, number))) for number in (1, 2)]


def test_post_is_gone_when_two_looks_an_hour_apart_miss_it_between_neighbours(db, config):
    looked(db, config, (1, "Первый."), (2, "Второй."), (3, "Третий."))
    for minutes, expected in ((10, []), (69, []), (70, ["2"])):
        looked(db, config, (1, "Первый."), (3, "Третий."), at=NOW + timedelta(minutes=minutes))

        assert expected == gone(db)


def test_post_that_a_look_found_again_was_never_gone(db, config):
    looked(db, config, (1, "Первый."), (2, "Второй."), (3, "Третий."))
    looked(db, config, (1, "Первый."), (3, "Третий."), at=NOW + timedelta(minutes=10))
    looked(db, config, (1, "Первый."), (2, "Второй."), (3, "Третий."), at=NOW + timedelta(minutes=20))
    looked(db, config, (1, "Первый."), (3, "Третий."), at=NOW + timedelta(minutes=75))

    assert [] == gone(db)


def test_post_before_or_after_the_shown_ones_is_not_missed(db, config):
    looked(db, config, (1, "Первый."), (2, "Второй."), (3, "Третий."))
    for hours in (1, 3):
        looked(db, config, (2, "Второй."), at=NOW + timedelta(hours=hours))

    assert [] == gone(db)


def test_page_with_a_block_that_cannot_be_read_proves_no_absence(db, config):
    looked(db, config, (1, "Первый."), (2, "Второй."), (3, "Третий."))
    errand = look(db, POSTS)
    timeless = page((1, "Первый."), (2, "Второй."), (3, "Третий.")).split(b"<time")
    body = b"<time".join([timeless[0], timeless[1], timeless[2].partition(b">")[2], timeless[3]])
    for hours in (1, 3):
        at = NOW + timedelta(hours=hours)
        record.entry_answer(db, errand, answer(body, url=errand.url), at)
        settle.run(db, config, at)

    assert [] == gone(db)


def test_another_channel_under_the_name_is_not_taken_for_it(db, config):
    """An account has found channel 1001; somebody else has the name now, and counts from the same numbers."""
    looked(db, config, (1, "Первый."))
    view = base64.urlsafe_b64encode(b'{"c":-1002}').decode()
    other = page((1, "Другой."), at=NOW).replace(b"data-post", f'data-view="{view}" data-post'.encode())
    with db.transaction():
        channels.save(
            db, id=1001, source=POSTS.id, account="desk", username="x", title="X", access_hash=7, at=NOW
        )

    record.entry_answer(db, look(db, POSTS), answer(other, url=POSTS.entries[0].url), NOW)
    settle.run(db, config, NOW)

    assert ["Первый."] == [version.text for version in versions.of(db, post(db, 1))]
    assert "another_channel" == db.value("SELECT outcome FROM reading ORDER BY id DESC")
    assert "taken" == channels.of_source(db, POSTS.id).state


def test_newer_reader_of_posts_is_no_edit(db, config, monkeypatch):
    looked(db, config, (1, "Первый."))
    reading = looks._reading
    monkeypatch.setattr(settle_posts, "READER", "preview 2")
    monkeypatch.setattr(
        looks, "_reading", lambda *given: replace(reading(*given), text="Первый, прочитан лучше.")
    )

    looked(db, config, (1, "Первый."), at=NOW + timedelta(hours=1))

    (version,) = versions.of(db, post(db, 1))
    assert "preview 2" == version.extractor


def test_editions_that_a_page_declares_are_linked_once_both_are_there(db, config):
    """What is no article of the same site is left out."""
    link = '<link rel="alternate" hreflang="{}" href="{}">'
    there = article(title="Мост адкрыты", text=MORE.replace("Мост", "Масток"))
    links = (
        link.format("be", "/news/2")
        + link.format("en", "/topics")
        + link.format("pl", "https://pl.example/1")
    )
    settled(db, config, found(db), article().replace(b"<head>", f"<head>{links}".encode()))
    settled(db, config, found(db, "/news/2"), there)

    first, second = documents.export(db)

    expected = [("be", f"{SITE}/news/2", second["document"]), ("pl", "https://pl.example/1", None)]
    assert expected == [(one["language"], one["url"], one["document"]) for one in first["editions"]]
    assert [] == second["editions"]


def test_little_at_a_time_is_the_newest_first(db, config):
    old, new = found(db), found(db, "/news/2")
    for errand in (old, new):
        record.address_answer(db, errand, answer(article() + errand.url.encode()), NOW)

    counts = settle.run(db, config, NOW, at_most=1)

    assert (1, 1) == (counts.done, counts.new)
    assert (None, True) == (state(db, old).document, state(db, new).document is not None)


def test_signal_in_the_middle_of_a_page_leaves_it_waiting(db, config, monkeypatch):
    errand = found(db)

    def stop(*_):
        raise Stopped("Stopped.")

    monkeypatch.setattr(settle_article, "settle", stop)
    with pytest.raises(Stopped):
        settled(db, config, errand, article())

    assert 1 == len(fetches.unread(db, 9))
