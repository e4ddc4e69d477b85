from datetime import timedelta

import pytest
import shelf

from store import channels

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def source(db):
    shelf.add_source(db)
    shelf.add_source(db, "zavod")


def save(db, at, id=1001, source="prudok", username="prudok_tv", title="Prudok", account="desk"):
    with db.transaction():
        return channels.save(
            db,
            id=id,
            source=source,
            account=account,
            username=username,
            title=title,
            access_hash=id * 7,
            at=at,
        )


def test_channel_is_not_read_before_it_is_confirmed(db, now):
    assert not save(db, now).is_read

    with db.transaction():
        channels.confirm(db, 1001, now)

    assert channels.of_source(db, "prudok").is_read


def test_key_of_one_account_is_worthless_to_another(db, now):
    save(db, now)

    assert (7007, None) == tuple(channels.access_hash(db, account, 1001) for account in ("desk", "spare"))


def test_new_channel_of_a_source_leaves_the_old_one_its_history(db, now):
    save(db, now)
    save(db, now + DAY, id=1002, title="Другой")

    assert (1002, None) == (channels.of_source(db, "prudok").id, channels.find(db, 1001).source)
    assert ["Prudok"] == [row["title"] for row in channels.names(db, 1001)]


def test_names_are_kept_where_they_change(db, now):
    save(db, now)
    with db.transaction():
        assert channels.keep_name(db, 1001, "prudok_tv", "Prudok", now + DAY) is None
        assert "Prudok" == channels.keep_name(db, 1001, None, "Новый", now + DAY)["title"]

    assert (None, "Новый") == (channels.find(db, 1001).username, channels.find(db, 1001).title)


def test_cursor_never_goes_back(db, now):
    save(db, now)
    for newest in (90, 40):
        with db.transaction():
            channels.read_up_to(db, 1001, newest)

    assert 90 == channels.find(db, 1001).newest_id


def test_state_that_lasts_keeps_its_beginning(db, now):
    save(db, now)
    for days in (1, 2):
        with db.transaction():
            channels.set_state(db, 1001, "private", now + days * DAY, why="closed", remedy="look")

    found = channels.find(db, 1001)
    assert ("private", now + DAY, "closed", "look") == (
        found.state,
        found.state_since,
        found.why,
        found.remedy,
    )
    assert [1001] == [channel.id for channel in channels.known(db)]
