from datetime import timedelta

import pytest
import shelf
from hypothesis import given
from hypothesis import strategies as st

from store import documents, versions
from store.types import Candidate, Published


@pytest.fixture(autouse=True)
def source(db):
    shelf.add_source(db)


def test_version_is_read_as_it_was_written(db, now):
    candidates = (Candidate(origin="feed", value="Thu"), Candidate(origin="time", value="30 мая"))
    published = Published(at=now, precision="minute", origin="feed", candidates=candidates)
    said = shelf.reading("Мост.", title="Мост", authors=("Я. Лес",), language="ru", published=published)
    fetch = shelf.add_fetch(db, now, b"page")
    saved = documents.save(db, shelf.arrival("", now, reading=said, fetch=fetch, raw_sha256="ab"))

    version = versions.current(db, saved.id)
    assert (published, ("Я. Лес",), "ru") == (version.published, version.authors, version.language)
    assert ("Мост", "Мост.", 1, now) == (version.title, version.text, version.number, version.seen_at)
    assert ("ab", "test 1") == (version.raw_sha256, version.extractor)


def test_versions_come_oldest_first(db, now):
    for number in range(3):
        saved = documents.save(db, shelf.arrival(f"Текст {number}.", now + timedelta(hours=number)))

    assert [1, 2, 3] == [version.number for version in versions.of(db, saved.id)]
    assert "Текст 2." == versions.current(db, saved.id).text


def test_version_without_a_fetch_has_no_extractor(db, now):
    saved = documents.save(db, shelf.arrival("Мост.", now))

    assert None is versions.current(db, saved.id).extractor


def test_document_has_no_number_twice(db, now):
    """Two collectors that see the same edit cannot both write it."""
    saved = documents.save(db, shelf.arrival("Мост.", now))

    with pytest.raises(Exception, match="UNIQUE constraint failed: version"), db.transaction():
        versions.add(db, saved.id, 1, shelf.reading("Другой."), seen_at=now, fetch=None, raw_sha256=None)


@given(st.text(), st.text())
def test_fingerprint_tells_words_apart(one, other):
    same = versions.fingerprint(None, one) == versions.fingerprint(None, other)

    assert same or one != other


def test_fingerprint_has_title_and_text():
    assert versions.fingerprint("Мост", "открыт") != versions.fingerprint(None, "открыт")
    assert versions.fingerprint(None, "Мост") == versions.fingerprint("", "Мост ")
