import logging

import pytest

from crawlers.mishap import survived


def test_bug_in_one_document_is_logged_with_its_place(db, caplog):
    with caplog.at_level(logging.ERROR):
        found = survived(db, lambda: 1 / 0, source="outlet", url="https://outlet.example/1")

    assert found is None
    assert "source=outlet url=https://outlet.example/1" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_broken_constraint_is_a_bug_of_one_document(db):
    def wrong():
        with db.transaction():
            db.write("INSERT INTO walk (stage, version) VALUES (NULL, 1)")

    assert survived(db, wrong, source="outlet", url="") is None


def test_failing_store_is_no_matter_of_one_document(db):
    with pytest.raises(db.conn.OperationalError):
        survived(db, lambda: db.value("SELECT * FROM nowhere"), source="outlet", url="")


def test_full_disk_is_no_matter_of_one_document(db):
    def full():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        survived(db, full, source="outlet", url="")
