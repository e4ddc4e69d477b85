"""Letters on their way: begun before they are sent, and sent again where nobody knows."""

from datetime import date, timedelta

import newsdesk
import pytest

from store import deliveries, ledger, letters
from store.letters import REPEAT, Letter

HOUR = timedelta(hours=1)
LETTER = Letter(subject="Дайджест", text="Один.\n", html="<html><body class=x>\n<p>Один.</p></body></html>",
                attachment="<p>Полный текст</p>")  # fmt: skip


@pytest.fixture
def delivery(db, now):
    """A letter to the reader that waits."""
    with db.transaction():
        reader = ledger.welcome(db, "reader", now)
        digest = ledger.save(
            db, reader, at=now, day=date(2024, 5, 30), last_match=1, last_version=0, counts={},
            text="t", html="h", markdown="m",
        )  # fmt: skip
        letters.save(db, digest, LETTER)
        return deliveries.queue(db, digest, "mail", now)


def only(db):
    [row] = db.rows("SELECT * FROM delivery")
    return row


def test_a_queued_letter_is_due_at_once(db, delivery, now):
    [one] = deliveries.due(db, now)

    assert (delivery, "reader", "mail", "waiting", 0) == (
        one.id,
        one.subscriber,
        one.channel,
        one.state,
        one.attempts,
    )


def test_what_is_begun_is_committed_as_sending(db, delivery, now):
    letter = deliveries.begin(db, delivery)

    assert not db.conn.in_transaction
    assert ("sending", 1) == (only(db)["state"], only(db)["attempts"])
    assert (LETTER.text, LETTER.html, LETTER.attachment) == (letter.text, letter.html, letter.attachment)
    assert ("2024-05-30.html", only(db)["message_id"], False) == (
        letter.attachment_name,
        letter.message_id,
        letter.is_repeat,
    )
    assert [] == deliveries.due(db, now)


def test_what_was_cut_off_goes_again_with_the_same_id_and_says_so(db, delivery, now):
    first = deliveries.begin(db, delivery)
    assert 1 == deliveries.resume(db)
    again = deliveries.begin(db, delivery)

    assert (first.message_id, True) == (again.message_id, again.is_repeat)
    assert again.text.splitlines()[0] == REPEAT
    assert "possibly a repeat" in REPEAT
    assert f"<body class=x>\n<p>{REPEAT}</p>" in again.html
    assert 2 == only(db)["attempts"]


def test_what_arrived_is_over_and_its_attachment_taken_away(db, delivery, now):
    deliveries.begin(db, delivery)
    deliveries.arrived(db, delivery, now)

    assert ("sent", None) == (only(db)["state"], db.value("SELECT attachment FROM letter"))
    assert ([], 0) == (deliveries.waiting(db), deliveries.resume(db))
    with pytest.raises(LookupError):
        deliveries.begin(db, delivery)


@pytest.mark.parametrize("may_have_arrived", [True, False])
def test_what_is_put_off_waits_for_its_time(db, delivery, now, may_have_arrived):
    deliveries.begin(db, delivery)
    deliveries.put_off(db, delivery, "451 later", now + HOUR, may_have_arrived=may_have_arrived)

    assert [] == deliveries.due(db, now + HOUR - timedelta(seconds=1))
    [one] = deliveries.due(db, now + HOUR)
    assert "451 later" == one.error
    assert may_have_arrived == deliveries.begin(db, delivery).is_repeat


def test_what_is_refused_has_failed_in_the_ledger(db, tmp_path, now):
    config = newsdesk.make_config(tmp_path, subscribers=({"id": "reader", "to": "reader@example.org"},))
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)
    newsdesk.make_digest(db, config, now)
    [waiting] = deliveries.due(db, now)
    deliveries.begin(db, waiting.id)
    deliveries.fail(db, waiting.id, "refused", "550 no such user", now)

    [one] = deliveries.lost(db, "reader", since=now)
    assert ("refused", "550 no such user", now) == (one.state, one.error, one.ended_at)
    assert ([], []) == (
        deliveries.lost(db, "reader", since=now + HOUR),
        deliveries.lost(db, "other", since=now),
    )
    assert ({1: "failed"}, {1: "delivered"}) == (newsdesk.fates(db, "reader"), newsdesk.fates(db))


def test_only_what_is_being_sent_can_end(db, delivery, now):
    for end in (deliveries.arrived, lambda *a: deliveries.fail(a[0], a[1], "refused", "no", a[2])):
        with pytest.raises(LookupError):
            end(db, delivery, now)
    assert "waiting" == only(db)["state"]


def test_each_letter_has_an_id_of_its_own(db, delivery, now):
    with db.transaction():
        deliveries.queue(db, 1, "file", now)

    assert 2 == len({one.message_id for one in deliveries.due(db, now)})


def test_a_letter_without_an_attachment_has_none(db, now, delivery):
    with db.transaction():
        letters.lighten(db, 1)

    assert letters.find(db, 1).attachment is None
    assert letters.find(db, 2) is None
