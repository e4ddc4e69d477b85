"""Pages captured by hand."""

import pytest

from crawlers import capture, settle
from crawlers.answer import Answer
from crawlers.visit import Trip
from dazor.config import Config
from store import chain, documents
from store.errors import DazorError, UsageError
from tests import crawling
from tests.faults import Faults, answer, redirect

URL = "https://rights.example/report"
PAGE = (
    f"<html><head><link rel='canonical' href='{URL}'></head><body><h1>Доклад за март</h1>"
    + "<p>Наблюдатели описали сорок случаев и назвали имена свидетелей.</p>" * 3
    + "</body></html>"
).encode()


def test_file_becomes_a_document_with_its_note(db, tmp_path, now):
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)

    number = capture.keep(db, Config(), capture.from_file(file, URL, now), "sent by a reader")
    settle.run(db, Config(), now)

    assert f"{URL}: document 1 of the source by-hand." == capture.told(db, number)
    assert ["sent by a reader"] == [row["note"] for row in db.rows("SELECT note FROM fetch")]
    assert chain.broken_at(db) is None


def test_file_may_say_its_own_address(tmp_path, now):
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)

    assert URL == capture.from_file(file, None, now).url


def test_file_without_an_address_is_refused(tmp_path, now):
    file = tmp_path / "report.html"
    file.write_bytes(b"<html><p>words</p></html>")

    with pytest.raises(UsageError, match="Say it with --url"):
        capture.from_file(file, None, now)


def test_file_that_is_not_there_is_refused(tmp_path, now):
    with pytest.raises(UsageError, match="cannot be read"):
        capture.from_file(tmp_path / "none.html", URL, now)


def test_page_that_did_not_come_is_written_down(db, now):
    trip = Trip(url=URL, at=now, answers=(Answer(url=URL, outcome="forbidden", status=403),))

    with pytest.raises(DazorError, match="the site refuses this address"):
        capture.keep(db, Config(), trip, None)

    assert [("given_up", "forbidden")] == [
        (row["state"], row["reason"]) for row in db.rows("SELECT * FROM url")
    ]


def test_second_capture_of_a_changed_page_is_a_new_version(db, now):
    for body in (PAGE, PAGE.replace("сорок".encode(), "пять".encode())):
        trip = Trip(url=URL, at=now, answers=(Answer(url=URL, outcome="ok", status=200, body=body),))
        capture.keep(db, Config(), trip, None)
        settle.run(db, Config(), now)

    assert [2] == [len(row["versions"]) for row in documents.export(db)]


def test_capture_follows_to_another_site_and_asks_robots_there(tmp_path, now):
    sites = {"short": {}, "rights": {"/report": answer(PAGE)}}
    with Faults(sites) as faults:
        sites["short"]["/x"] = redirect(f"{faults.bases['rights']}/report")
        config = crawling.write_setup(tmp_path, {})

        code, said = crawling.dazor(config, "capture", f"{faults.bases['short']}/x", "--now", now.isoformat())

    assert (0, ["/robots.txt", "/report"]) == (code, faults.paths("rights")), said
