"""Photographs by account, over an unmodified Telethon, on a server of our own with faults."""

import hashlib
from datetime import timedelta

import pytest
import rehearsal
from telegram_desk import FIRST, NOW, channel, post, source, watch
from telethon.errors import TypeNotFoundError
from telethon.tl import types
from tgserver import media
from tgserver.rig import Rig

from dazor import alerts, catalogue
from dazor.catalogue import Catalogue
from store import chain, documents, photographs, raws
from telegram import collect, serial
from telegram.photographs import largest

METHOD = "upload.getFile"
NAME = f"prudok_{FIRST}"
RULES = '[[rule]]\nid = "r"\nname = "R"\nsections = ["military"]\nquery = "колонна"\n'
PHOTO = {"type": "photo", "size": 5000}
POSTS = [
    post(1, "Колонна в лесу.", media=PHOTO),
    post(2, "Погода хорошая.", media=PHOTO),
    post(3, "Колонна из трёх.", media=PHOTO | {"dc": 4}, grouped_id=5, at=NOW),
    post(4, "", media=PHOTO | {"size": 600_000}, grouped_id=5, at=NOW),
]
ALL = [(1, 1), (3, 1), (3, 2)]  # post and place


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for all of these tests."""
    rig = Rig({}, tmp_path_factory.mktemp("server"))
    yield rig
    rig.stop()


@pytest.fixture
def rig(server):
    server.begin({"channels": [channel(FIRST, *POSTS)]})
    server("clear_faults")
    return server


@pytest.fixture
def settings(db, rig, tmp_path, monkeypatch):
    """Settings of an account that has read the posts, of which two match."""
    monkeypatch.setattr(catalogue, "load", lambda _: Catalogue(sources=(source(),)))
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")

    def make(**limits):
        config = rehearsal.settings(rig, tmp_path, timeout_s=5.0)
        return config.model_copy(update={"photographs": config.photographs.model_copy(update=limits)})

    config = make()
    rehearsal.log_in(config)
    watch(db)
    collect.run(db, config, NOW)
    alerts.run(db, config, NOW)
    return make


def run(db, config, minutes=10, **options):
    return collect.run(db, config, NOW + timedelta(minutes=minutes), **options)


def states(db):
    """Each photograph by the number of its post and its place."""
    rows = db.rows(
        """
        SELECT post.post_id, place, state FROM photograph JOIN post USING (document)
        ORDER BY post_id, place
        """
    )
    return {(row["post_id"], row["place"]): row["state"] for row in rows}


def sha256_of(number):
    spec = next(one for one in POSTS if one["id"] == number)
    body = media.content(media.number_of(FIRST, spec), spec["media"])
    return hashlib.sha256(body).hexdigest()


def test_photographs_of_posts_that_match_are_kept_and_of_no_other(db, settings, rig):
    run(db, settings())

    assert dict.fromkeys(ALL, "kept") == states(db)
    kept = [row["sha256"] for row in db.rows("SELECT sha256 FROM photograph ORDER BY document, place")]
    assert sorted(map(sha256_of, (1, 3, 4))) == sorted(kept)
    assert all(raws.is_kept(db, sha256) for sha256 in kept)
    assert chain.broken_at(db) is None


def test_each_is_fetched_once(db, settings, rig):
    run(db, settings())
    before = rig.calls(METHOD)

    run(db, settings(), 30)

    assert 0 < before == rig.calls(METHOD)


def test_export_shows_them(db, settings):
    run(db, settings())

    (shown,) = [row["post"]["photographs"] for row in documents.export(db) if row["key"] == "1"]
    assert [(1, "kept", sha256_of(1), 5000, "account")] == [
        tuple(one[name] for name in ("place", "state", "sha256", "size_bytes", "via")) for one in shown
    ]


def test_too_big_is_said_and_not_asked_for(db, settings, rig):
    run(db, settings(max_mb=0.1))

    assert {(1, 1): "kept", (3, 1): "kept", (3, 2): "too_big"} == states(db)
    assert [600_000] == [r["size_bytes"] for r in db.rows("SELECT * FROM photograph WHERE state = 'too_big'")]


def test_budget_of_a_day_holds_over_restarts_and_the_rest_comes_the_next_day(db, settings):
    for minutes in (10, 20, 30):
        run(db, settings(daily_mb=0.0055), minutes)

    assert ["kept", "waiting", "waiting"] == sorted(states(db).values())
    assert 5000 == photographs.spent(db, NOW)
    run(db, settings(), 24 * 60)
    assert dict.fromkeys(ALL, "kept") == states(db)


def test_reference_that_has_expired_is_asked_for_once_more(db, settings, rig):
    expired = {
        "method": METHOD,
        "nth": 1,
        "action": "error",
        "code": 400,
        "message": "FILE_REFERENCE_EXPIRED",
    }
    rig("fault", rule=expired)

    run(db, settings())

    assert dict.fromkeys(ALL, "kept") == states(db)
    assert 1 == rig.calls("channels.getMessages")


def test_reference_that_is_always_expired_waits(db, settings, rig):
    rule = {"method": METHOD, "action": "error", "code": 400, "message": "FILE_REFERENCE_EXPIRED"}
    rig("fault", rule=rule)

    run(db, settings())

    assert dict.fromkeys(ALL, "waiting") == states(db)
    assert [1] == [row["attempts"] for row in db.rows("SELECT DISTINCT attempts FROM photograph")]
    assert 3 == rig.calls("channels.getMessages")


def test_photograph_of_a_deleted_post_comes_while_its_reference_holds(db, settings, rig):
    rig("delete", channel=NAME, ids=[1])

    run(db, settings())

    assert "kept" == states(db)[1, 1]


def test_post_that_is_gone_with_its_reference_has_no_photograph(db, settings, rig):
    rig("delete", channel=NAME, ids=[1])
    rule = {"method": METHOD, "action": "error", "code": 400, "message": "FILE_REFERENCE_EXPIRED"}
    rig("fault", rule=rule)

    run(db, settings())

    assert "gone" == states(db)[1, 1]


def test_wait_for_files_holds_up_no_post(db, settings, rig):
    rig("fault", rule={"method": METHOD, "nth": 1, "action": "flood", "seconds": 900})
    rig("post", channel=NAME, message=post(9, "Новость.", at=NOW))

    counts = run(db, settings(), 60, is_due=False)

    assert (1, 0) == (counts.new, counts.failed)
    assert dict.fromkeys(ALL, "waiting") == states(db)
    before = rig.calls(METHOD)
    run(db, settings(), 62)
    assert (before, 0) == (rig.calls(METHOD), rig("stats")["violations"])
    rig("clear_faults")
    run(db, settings(), 80)
    assert dict.fromkeys(ALL, "kept") == states(db)


def test_kill_between_download_and_commit_loses_and_doubles_nothing(db, settings, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(raws, "keep_all", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(db, settings())
    assert (0, {"waiting"}) == (photographs.spent(db, NOW), set(states(db).values()))

    run(db, settings(), 20)

    assert dict.fromkeys(ALL, "kept") == states(db)
    assert 3 == db.value("SELECT count(*) FROM fetch WHERE kind = 'photograph'")


def test_nothing_is_fetched_where_they_are_off(db, settings, rig):
    run(db, settings(is_on=False))

    assert ({}, 0) == (states(db), rig.calls(METHOD))


def test_largest_size_of_a_photograph_is_taken():
    sizes = [
        types.PhotoStrippedSize("i", b"small"),
        types.PhotoSize("x", 800, 600, 90_000),
        types.PhotoSizeProgressive("y", 1280, 960, [10_000, 50_000, 120_000]),
    ]

    assert ("y", 120_000) == largest(photo(sizes))
    assert ("", 0) == largest(photo([]))


def test_capture_that_this_telethon_cannot_read_is_asked_for_again(db, settings, rig, monkeypatch):
    def unknown(_body):
        raise TypeNotFoundError(0x12345678, b"")

    monkeypatch.setattr(serial, "read", unknown)
    run(db, settings())

    assert dict.fromkeys(ALL, "kept") == states(db)


def photo(sizes):
    return types.Photo(1, 2, b"ref", NOW, sizes, 2)
