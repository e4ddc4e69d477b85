from dataclasses import replace
from datetime import timedelta

import pytest
import shelf

from store import documents, fetches, looks, versions
from store.looks import Look, Reader
from store.types import Media, Post

HOUR = timedelta(hours=1)
PAGE = b"a page"


@pytest.fixture(autouse=True)
def source(db):
    shelf.add_source(db)


@pytest.fixture
def post(now):
    return Post(channel="prudok_tv", post_id=17, published_at=now - HOUR, text="Мост открыт.")


def look_at(db, *shown, at, via="preview", number=1, again=()):
    """A look that shows these posts; what became of each."""
    fetch = shelf.add_fetch(db, at, PAGE)
    look = Look(source="prudok", via=via, url="u", at=at, fetch=fetch, sha256=fetches.sha256(db, fetch))
    reader = Reader(name=f"{via} {number}", language=lambda text: "ru", again=lambda body: again)
    return [saved.outcome for saved in looks.save(db, look, shown, reader)]


def texts(db):
    return [version.text for version in versions.of(db, 1)]


def test_post_has_its_public_address(db, post, now):
    assert ["new"] == look_at(db, post, at=now)
    assert "https://t.me/prudok_tv/17" == db.value("SELECT url FROM document")


def test_other_text_the_same_way_is_an_edit(db, post, now):
    look_at(db, post, at=now)

    assert ["changed"] == look_at(db, replace(post, text="Мост закрыт."), at=now + HOUR)
    assert ["Мост открыт.", "Мост закрыт."] == texts(db)


def test_what_only_a_better_reader_sees_is_no_edit(db, post, now):
    look_at(db, post, at=now)
    better = replace(post, text="Мост сегодня открыт.")

    assert ["reread"] == look_at(db, better, at=now + HOUR, number=2, again=[better])
    assert ["Мост открыт."] == texts(db)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": "Мост — открыт!"}, False),  # the same letters
        ({"text": "Мост закрыт."}, False),  # and nobody says that it was edited
        ({"text": "Мост закрыт.", "is_edited": True}, True),
        ({"text": "Мост закрыт.", "is_edited": True, "edited_at": -1}, False),  # before it was stored
        ({"text": "Мост закрыт.", "is_edited": True, "edited_at": 1}, True),
        ({"text": "", "media": (Media(type="unsupported"),), "is_edited": True}, False),
    ],
)
def test_between_two_ways_the_source_says_what_is_an_edit(db, post, now, changes, expected):
    look_at(db, post, at=now)
    if "edited_at" in changes:
        changes = changes | {"edited_at": now + changes["edited_at"] * HOUR / 2}

    outcome = look_at(db, replace(post, **changes), at=now + HOUR, via="account")

    assert ["changed" if expected else "reread"] == outcome
    assert ["unchanged"] == look_at(db, replace(post, **changes), at=now + 2 * HOUR, via="account")


def test_date_in_the_future_is_not_believed(db, post, now):
    look_at(db, replace(post, published_at=now + HOUR), at=now)

    assert None is db.value("SELECT published_at FROM document")
    assert "in the future" in db.value("SELECT warnings FROM reading")


def test_album_that_lost_its_first_photograph_stays_the_document_it_was(db, post, now):
    photo = Media(type="photo")
    look_at(db, replace(post, album_ids=(17, 18, 19), media=(photo,) * 3), at=now)
    rest = replace(post, post_id=18, album_ids=(18, 19), media=(photo,) * 2)

    assert ["unchanged"] == look_at(db, rest, at=now + HOUR)
    assert [17, "[18, 19]"] == list(db.row("SELECT post_id, album_ids FROM post").values())


@pytest.mark.parametrize(("minutes", "is_gone"), [(59, False), (60, True)])
def test_post_is_gone_when_two_looks_an_hour_apart_miss_it(db, post, now, minutes, is_gone):
    look_at(db, *(replace(post, post_id=number) for number in (16, 17, 18)), at=now)
    for at in (now + HOUR, now + HOUR + timedelta(minutes=minutes)):
        fetch = shelf.add_fetch(db, at, PAGE)
        look = Look(source="prudok", via="preview", url="u", at=at, fetch=fetch, sha256="")
        with db.transaction():
            looks.miss(db, look, 16, 18, (16, 18))

    row = db.row("SELECT gone_at, gone_detail FROM document WHERE key = '17'")
    assert is_gone == (row["gone_at"] is not None)
    assert not is_gone or "last seen 2024-05-30T05:30" in row["gone_detail"]
    assert 2 == db.value("SELECT count(*) FROM document WHERE absent_since IS NULL")
    assert documents.find(db, "prudok", "17")
