from datetime import timedelta

import pytest

from crawlers import record, rhythm
from store import documents, raws
from store import urls as addresses
from store.documents import Arrival
from store.types import Reading
from tests.errands import NOW, SITE, again, answer, feed, found, look, state


def fail(db, errand, outcome="server_error", status=500, body=b"error", at=NOW):
    record.address_answer(db, again(db, errand), answer(body, outcome=outcome, status=status), at)


def with_document(db, errand):
    reading = Reading(extractor="test 1", outcome="ok", title="Мост", text="В Заречье открыли мост.")
    arrival = Arrival(source="outlet", kind="article", key="1", url=SITE, reading=reading, seen_at=NOW)
    with db.transaction():
        saved = documents.save(db, arrival)
        addresses.fetched(db, errand.address.id, next_look_at=NOW)
        addresses.leads_to(db, errand.address.id, saved.id)
    return saved.id


def gone_at(db, document):
    return db.value("SELECT gone_at FROM document WHERE id = ?", (document,))


def test_failed_address_is_tried_again_with_growing_patience_and_then_given_up(db):
    errand = found(db)
    waits = []
    for _ in range(5):
        fail(db, errand)
        (next_look_at,) = db.row("SELECT next_look_at FROM url").values()
        waits.append(next_look_at)

    expected = [(NOW + wait).isoformat(timespec="milliseconds") for wait in rhythm.RETRY_WAITS]
    assert [*expected, None] == waits
    assert "given_up" == state(db, errand).state


@pytest.mark.parametrize("outcome", ["too_big", "bad_url"])
def test_what_another_try_would_not_change_is_refused(db, outcome):
    errand = found(db)

    fail(db, errand, outcome, status=None, body=None)

    assert "refused" == state(db, errand).state


@pytest.mark.parametrize("outcome", ["offsite", "redirect_loop", "tls", "private_address"])
def test_what_may_pass_is_tried_again(db, outcome):
    """A site may lead everything elsewhere for an hour."""
    errand = found(db)

    fail(db, errand, outcome, status=None, body=None)

    assert "waiting" == state(db, errand).state


def test_success_forgets_the_failures(db):
    errand = found(db)
    fail(db, errand)

    record.address_answer(db, again(db, errand), answer(b"<p>page"), NOW)

    assert ("fetched", 0) == (state(db, errand).state, state(db, errand).attempts)


def test_article_that_was_never_there_is_given_up_sooner(db):
    errand = found(db)
    for _ in range(1 + rhythm.MISSING_RETRIES):
        fail(db, errand, "not_found", 404)

    assert "given_up" == state(db, errand).state


def test_stored_page_is_gone_after_two_looks_a_day_apart(db):
    errand = found(db)
    document = with_document(db, errand)

    fail(db, errand, "not_found", 404, at=NOW)
    assert gone_at(db, document) is None

    record.entry_answer(db, look(db), answer(feed("/news/2")), NOW + rhythm.GONE_WAIT)
    fail(db, errand, "not_found", 404, at=NOW + rhythm.GONE_WAIT)
    assert gone_at(db, document)


def test_nothing_is_gone_while_the_whole_site_is_away(db):
    errand = found(db)
    document = with_document(db, errand)
    for days in (1, 2, 3):
        fail(db, errand, "not_found", 404, at=NOW + timedelta(days=days))

    assert gone_at(db, document) is None


@pytest.mark.parametrize(("outcome", "status"), [("forbidden", 403), ("offsite", 302), ("server_error", 500)])
def test_page_that_cannot_be_reached_is_not_gone(db, outcome, status):
    errand = found(db)
    document = with_document(db, errand)
    for hours in (0, 25, 50):
        fail(db, errand, outcome, status, at=NOW + timedelta(hours=hours))

    assert gone_at(db, document) is None
    assert "fetched" == state(db, errand).state


def test_first_and_latest_failed_body_stay(db):
    errand = found(db)
    bodies = [b"error 1", b"error 2", b"error 3"]
    for body in bodies:
        fail(db, errand, body=body)

    rows = db.rows("SELECT sha256 FROM fetch WHERE kind = 'article' ORDER BY id")

    assert [True, False, True] == [raws.is_kept(db, row["sha256"]) for row in rows]


def test_unchanged_page_is_not_absent(db):
    """It was missed once, and now answers 304: the next miss is a first one again."""
    errand = found(db)
    document = with_document(db, errand)
    fail(db, errand, "not_found", 404)

    record.address_answer(db, again(db, errand), answer(None, outcome="not_modified", status=304), NOW)

    assert (None, None) == (
        db.value("SELECT absent_since FROM document WHERE id = ?", (document,)),
        gone_at(db, document),
    )


@pytest.mark.parametrize("meanwhile", [False, True])
def test_unchanged_page_without_a_text_keeps_its_reason(db, meanwhile):
    """Also where another look failed meanwhile."""
    errand = found(db)
    record.address_answer(db, errand, answer(b"<p>"), NOW)
    with db.transaction():
        documents.fail(db, newest_fetch(db), Reading(extractor="test 1", outcome="no_text"), NOW)
    if meanwhile:
        fail(db, errand)

    record.address_answer(db, again(db, errand), answer(None, outcome="not_modified", status=304), NOW)

    assert "no_text" == db.value("SELECT reason FROM url")


def newest_fetch(db):
    return db.value("SELECT max(id) FROM fetch")
