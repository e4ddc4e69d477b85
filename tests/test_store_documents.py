from dataclasses import replace
from datetime import timedelta

import pytest
import shelf

from store import documents, posts, sources, urls, versions
from store.types import Link, Media, Post, Published

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def source(db, now):
    """A source that is collected since a week."""
    shelf.add_source(db)
    with db.transaction():
        sources.started(db, "prudok", now - 7 * DAY)


def save(db, text, at, published_at=None, **changes):
    return documents.save(db, shelf.arrival(text, at, published_at, **changes))


def texts(db, document):
    return [version.text for version in versions.of(db, document)]


def miss(db, document, at, detail="not on the page"):
    with db.transaction():
        return documents.miss(db, document, at=at, detail=detail, confirm_after_s=3600)


def fate(db, document):
    row = db.row("SELECT absent_since, gone_at, gone_detail FROM document WHERE id = ?", (document,))
    return tuple(row.values())


def test_first_text_is_a_new_document(db, now):
    saved = save(db, "Мост открыт.", now)

    assert "new" == saved.outcome
    assert saved.id == documents.find(db, "prudok", "prudok.example/news/1")
    assert ["Мост открыт."] == texts(db, saved.id)


def test_document_of_another_key_or_source_is_another(db):
    assert None is documents.find(db, "prudok", "prudok.example/news/2")
    assert None is documents.find(db, "zavod", "prudok.example/news/1")


def test_changed_text_is_a_new_version(db, now):
    """A correction by the source keeps what it said before."""
    before = save(db, "Мост открыт.", now)
    saved = save(db, "Мост закрыт.", now + HOUR)

    assert ("changed", before.id) == (saved.outcome, saved.id)
    assert ["Мост открыт.", "Мост закрыт."] == texts(db, saved.id)


def test_text_that_is_changed_back_is_a_third_version(db, now):
    for hours, text in enumerate(["Мост открыт.", "Мост закрыт.", "Мост открыт."]):
        saved = save(db, text, now + hours * HOUR)

    assert ("changed", 3) == (saved.outcome, versions.current(db, saved.id).number)


@pytest.mark.parametrize(
    "text", ["Мост открыт. Снова.", "Мост  открыт.\n\nСнова. ", "Мост открыт.\u00a0Снова."]
)
def test_words_count_and_white_space_does_not(db, now, text):
    save(db, "Мост открыт. Снова.", now)

    assert "unchanged" == save(db, text, now + HOUR).outcome


def test_same_letters_composed_otherwise_are_no_change(db, now):
    save(db, "Край ў тумане", now)

    assert "unchanged" == save(db, "Край у\u0306 тумане", now + HOUR).outcome


def test_changed_title_is_a_change(db, now):
    save(db, "", now, reading=shelf.reading("Текст.", title="Мост открыт"))

    assert "changed" == save(db, "", now, reading=shelf.reading("Текст.", title="Мост закрыт")).outcome


def test_every_kept_letter_is_as_published(db, now):
    """Words are compared composed; what is stored stays as it came."""
    text = "Край у\u0306 тумане\u00ad"
    saved = save(db, text, now)

    assert text == versions.current(db, saved.id).text


def test_better_reading_is_no_edit(db, now):
    """The source changed nothing: the extractor of today reads the old bytes as the new ones."""
    before = save(db, "Мост открыт. Подписаться", now)
    better = shelf.reading("Мост открыт.", extractor="test 2")
    saved = documents.save(db, shelf.arrival("", now + HOUR, reading=better), reread=better)

    assert ("reread", before.version) == (saved.outcome, saved.version)
    assert ["Мост открыт. Подписаться"] == texts(db, saved.id)


def test_better_reading_is_known_at_the_next_look(db, now):
    save(db, "Мост открыт. Подписаться", now, fetch=shelf.add_fetch(db, now))
    better = shelf.reading("Мост открыт.", extractor="test 2")
    fetch = shelf.add_fetch(db, now)
    documents.save(db, shelf.arrival("", now, reading=better, fetch=fetch), reread=better)
    saved = documents.save(db, shelf.arrival("", now + HOUR, reading=better))

    assert "unchanged" == saved.outcome
    assert "test 2" == versions.current(db, saved.id).extractor


def test_edit_is_an_edit_also_when_the_extractor_is_new(db, now):
    save(db, "Мост открыт. Подписаться", now)
    reread = shelf.reading("Мост открыт.", extractor="test 2")
    edited = shelf.reading("Мост закрыт.", extractor="test 2")
    saved = documents.save(db, shelf.arrival("", now + HOUR, reading=edited), reread=reread)

    assert ("changed", "Мост закрыт.") == (saved.outcome, texts(db, saved.id)[-1])


def test_date_comes_from_the_first_version_that_says_it(db, now):
    saved = save(db, "Мост открыт.", now)
    save(db, "Мост открыт.", now + HOUR, published_at=now - HOUR)
    save(db, "Мост закрыт.", now + HOUR, published_at=now)

    row = db.row("SELECT published_at, published_precision FROM document WHERE id = ?", (saved.id,))
    assert ("2024-05-30T04:30:00.000+00:00", "minute") == tuple(row.values())


@pytest.mark.parametrize(
    ("days_before", "expected"), [(None, False), (6, False), (9, False), (9.01, True), (400, True)]
)
def test_text_older_than_our_watch_is_backfill(db, now, days_before, expected):
    """First collected seven days ago; two days before that are still news."""
    published_at = None if days_before is None else now - days_before * DAY
    saved = save(db, "Мост открыт.", now, published_at)

    assert expected == bool(db.value("SELECT is_backfill FROM document WHERE id = ?", (saved.id,)))


def test_first_text_of_a_source_counts_from_its_own_arrival(db, now):
    shelf.add_source(db, "zavod")
    old = save(db, "Мост открыт.", now, now - 3 * DAY, source="zavod", key="1")
    new = save(db, "Мост закрыт.", now, now - DAY, source="zavod", key="2")

    found = [db.value("SELECT is_backfill FROM document WHERE id = ?", (one.id,)) for one in (old, new)]
    assert [1, 0] == found


def test_text_that_was_asked_for_is_backfill(db, now):
    saved = save(db, "Мост открыт.", now, is_backfill=True)

    assert db.value("SELECT is_backfill FROM document WHERE id = ?", (saved.id,))


def test_one_look_that_misses_it_proves_nothing(db, now):
    document = save(db, "Мост открыт.", now).id

    assert not miss(db, document, now + HOUR)
    assert ("2024-05-30T06:30:00.000+00:00", None, None) == fate(db, document)


def test_second_look_too_soon_proves_nothing(db, now):
    document = save(db, "Мост открыт.", now).id
    miss(db, document, now)

    assert not miss(db, document, now + timedelta(minutes=59))
    assert None is fate(db, document)[1]


def test_second_look_an_hour_later_establishes_that_it_is_gone(db, now):
    document = save(db, "Мост открыт.", now).id
    miss(db, document, now)

    assert miss(db, document, now + HOUR, detail="404")
    _, gone_at, detail = fate(db, document)
    assert "2024-05-30T06:30:00.000+00:00" == gone_at
    assert f"404; first missed 2024-05-30T05:30:00.000+00:00, missed again {gone_at}" == detail
    assert ["Мост открыт."] == texts(db, document)


def test_what_is_gone_is_established_once(db, now):
    document = save(db, "Мост открыт.", now).id
    for hours in (0, 1):
        miss(db, document, now + hours * HOUR)
    before = fate(db, document)

    assert not miss(db, document, now + 5 * HOUR)
    assert before == fate(db, document)


def test_look_that_finds_it_between_starts_over(db, now):
    document = save(db, "Мост открыт.", now).id
    miss(db, document, now)
    save(db, "Мост открыт.", now + HOUR)

    assert not miss(db, document, now + 2 * HOUR)


@pytest.mark.parametrize("text", ["Мост открыт.", "Мост закрыт."])
def test_what_comes_back_is_not_gone(db, now, text):
    document = save(db, "Мост открыт.", now).id
    for hours in (0, 1):
        miss(db, document, now + hours * HOUR)
    save(db, text, now + 2 * HOUR)

    assert (None, None, None) == fate(db, document)


def test_reading_without_a_text_is_a_row(db, now):
    fetch = shelf.add_fetch(db, now, b"<html></html>")
    with db.transaction():
        documents.fail(db, fetch, shelf.reading("", outcome="no_text", warnings=("no body",)), now)

    row = db.row("SELECT fetch, version, outcome, warnings FROM reading")
    assert (fetch, None, "no_text", '["no body"]') == tuple(row.values())


def test_failed_readings_of_an_address_are_found_by_their_bodies(db, now):
    with db.transaction():
        url_id = urls.save(db, "prudok", "prudok.example/1", Link(url=shelf.URL), entry=None, found_at=now)
    for body in (b"one", b"other"):
        fetch = shelf.add_fetch(db, now, body, url_id=url_id)
        with db.transaction():
            documents.fail(db, fetch, shelf.reading("", outcome="no_text"), now)

    hashes = [row["sha256"] for row in db.rows("SELECT sha256 FROM fetch ORDER BY id")]
    assert hashes == documents.failures(db, url_id)


def test_nothing_is_kept_of_a_save_that_breaks(db, now, monkeypatch):
    monkeypatch.setattr(documents, "_add_reading", lambda *args: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        save(db, "Мост открыт.", now)

    assert 0 == db.value("SELECT count(*) FROM document") + db.value("SELECT count(*) FROM version")


def test_export_has_every_version_and_its_hash(db, now):
    save(db, "Мост открыт.", now, now - HOUR, raw_sha256="ab")
    save(db, "Мост закрыт.", now + HOUR)

    (row,) = documents.export(db)
    assert ("prudok", "article", None, None) == (row["source"], row["kind"], row["post"], row["post_id"])
    assert [(1, "Мост открыт.", "ab"), (2, "Мост закрыт.", None)] == [
        (version["version"], version["text"], version["raw_sha256"]) for version in row["versions"]
    ]
    assert 2 == len({version["text_sha256"] for version in row["versions"]})


def test_export_of_a_post_has_what_only_posts_have(db, now):
    document = save(db, "Утро.", now, kind="post", key="17").id
    media = (Media(type="poll", title="Будет дождь?", options=("да", "нет")),)
    post = Post(channel="prudok_tv", post_id=17, published_at=now, views=120, media=media, album_ids=(17, 18))
    with db.transaction():
        posts.save(db, document, post, at=now, via="preview")
        posts.save(db, document, replace(post, views=300), at=now + HOUR, via="preview")

    (row,) = documents.export(db)
    assert (17, 300, [17, 18]) == (row["post_id"], row["post"]["views"], row["post"]["album"])
    assert ["да", "нет"] == row["post"]["media"][0]["options"]


def test_export_may_be_of_one_source_or_since_a_time(db, now):
    shelf.add_source(db, "zavod")
    save(db, "Один.", now)
    save(db, "Два.", now + DAY, key="2")
    save(db, "Три.", now + DAY, source="zavod")

    keys = [row["document"] for row in documents.export(db, source="prudok")]
    assert [1, 2] == keys
    assert [2, 3] == [row["document"] for row in documents.export(db, since=now + HOUR)]
    assert [] == list(documents.export(db, source="nobody"))


def test_day_of_a_text_keeps_its_precision(db, now):
    day = shelf.reading("Мост открыт.", published=Published(at=now, precision="day", origin="url"))
    saved = save(db, "", now, reading=day)

    assert "day" == db.value("SELECT published_precision FROM document WHERE id = ?", (saved.id,))
