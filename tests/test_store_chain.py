from datetime import timedelta

import pytest
import shelf

from store import chain


@pytest.fixture(autouse=True)
def fetches(db, now):
    """Five captures of one address, the third without an answer."""
    shelf.add_source(db)
    for number in range(1, 6):
        at = now + timedelta(minutes=number)
        if number == 3:
            shelf.add_fetch(db, at, outcome="timeout", status=None, detail="no answer in 30 s")
        else:
            headers = (("Content-Type", "text/html"), ("Server", "Прудок"))
            shelf.add_fetch(db, at, b"page %d" % number, response_headers=headers)


def change(db, statement):
    with db.transaction():
        db.write(statement)


def test_untouched_chain_is_whole(db):
    assert None is chain.broken_at(db)


def test_chain_of_nothing_is_whole(db):
    change(db, "DELETE FROM fetch")

    assert None is chain.broken_at(db)


def test_first_link_has_none_before_it(db):
    links = db.rows("SELECT previous_link, link FROM fetch ORDER BY id")

    assert [None, *(row["link"] for row in links[:-1])] == [row["previous_link"] for row in links]
    assert 5 == len({row["link"] for row in links})


@pytest.mark.parametrize("column", chain.LINKED)
def test_altered_row_is_found(db, column):
    new = {"id": "17", "at": "'2024-05-30T05:00:00.000+00:00'", "status": "404", "size_bytes": "1"}
    if column == "source":
        shelf.add_source(db, "zavod")
    change(db, f"UPDATE fetch SET {column} = {new.get(column, repr('zavod'))} WHERE id = 4")

    assert chain.broken_at(db) in (4, 5)


@pytest.mark.parametrize("column", ["source", "status", "sha256", "detail"])
def test_emptied_column_is_found(db, column):
    change(db, f"UPDATE fetch SET {column} = NULL WHERE id IN (1, 3)")

    assert chain.broken_at(db) in (1, 3)


@pytest.mark.parametrize(("number", "found"), [(1, 2), (2, 3), (4, 5)])
def test_removed_row_is_found(db, number, found):
    change(db, f"DELETE FROM fetch WHERE id = {number}")

    assert found == chain.broken_at(db)


def test_exchanged_rows_are_found(db):
    for one, other in ((2, 99), (4, 2), (99, 4)):
        change(db, f"UPDATE fetch SET id = {other} WHERE id = {one}")

    assert 2 == chain.broken_at(db)


def test_row_put_between_is_found(db):
    change(db, "UPDATE fetch SET id = id + 10 WHERE id > 3")
    columns = "source, kind, url, redirects, at, request_headers, response_headers, outcome, is_unread"
    change(
        db,
        f"INSERT INTO fetch (id, {columns}, previous_link, link) "
        f"SELECT 4, {columns}, link, 'forged' FROM fetch WHERE id = 3",
    )

    assert 4 == chain.broken_at(db)


def test_row_linked_anew_breaks_the_next(db):
    """Who forges a row has to forge all that follow: one link kept outside shows it."""
    row = db.row("SELECT * FROM fetch WHERE id = 2") | {"status": 404}
    link = chain.link(row, row["previous_link"])
    change(db, f"UPDATE fetch SET status = 404, link = '{link}' WHERE id = 2")

    assert 3 == chain.broken_at(db)


def test_removed_end_shows_in_a_link_kept_outside_only(db):
    kept_outside = db.value("SELECT link FROM fetch WHERE id = 5")
    change(db, "DELETE FROM fetch WHERE id = 5")

    assert None is chain.broken_at(db)
    assert 0 == db.value("SELECT count(*) FROM fetch WHERE link = ?", (kept_outside,))


def test_reading_a_fetch_leaves_the_chain_whole(db):
    change(db, "UPDATE fetch SET is_unread = 1 - is_unread")

    assert None is chain.broken_at(db)
