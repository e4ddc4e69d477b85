"""Letters until they arrive, against a real mail server on this machine that does what servers do."""

from datetime import timedelta

import mailing
import pytest
from mailing import Post

from dazor import deliver
from store import deliveries, letters, runs

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def post():
    return Post(port=mailing.free_port())


def states(db):
    return [row["state"] for row in db.rows("SELECT state FROM delivery ORDER BY id")]


def rows(db):
    return db.rows("SELECT * FROM delivery ORDER BY id")


def sent_until_done(db, config, now, hours=1):
    """Passes, an hour between two; what the last one said."""
    for number in range(hours):
        counts = deliver.run(db, config, now + number * HOUR)
    return counts


def test_a_letter_arrives_once(db, tmp_path, post, now):
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)

    with mailing.serving(post):
        counts = sent_until_done(db, config, now, hours=3)

    assert (["sent"], 1, {}) == (states(db), len(post.got), counts.troubles)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_4xx_is_tried_again(db, tmp_path, post, now, step):
    post.answers = {step: ["451 4.7.1 Greylisted, come back later"]}
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)

    with mailing.serving(post):
        first = deliver.run(db, config, now)
        assert (["waiting"], {}) == (states(db), first.troubles)
        sent_until_done(db, config, now + HOUR)

    assert (["sent"], 1, 2) == (states(db), len(post.got), rows(db)[0]["attempts"])
    assert "possibly a repeat" not in mailing.text(post.got[0])


def test_one_of_several_recipients_is_refused(db, tmp_path, post, now):
    """The others get theirs, and who looks after Dazor hears of it."""
    readers = [{"id": name, "to": f"{name}@desk.example"} for name in ("anna", "boris", "vera")]
    config = mailing.make_config(tmp_path, post, *readers)
    post.refused = {"boris@desk.example": "550 5.1.1 No such user here"}
    mailing.queue(db, config, now)

    with mailing.serving(post):
        counts = deliver.run(db, config, now)

    assert ["sent", "refused", "sent"] == states(db)
    why, remedy = counts.troubles["delivery_lost", "boris"]
    assert "was refused: the server said 550 5.1.1 No such user here." in why
    assert "dazor deliver test" in remedy


def test_a_lost_letter_is_a_trouble_until_the_next_arrives(db, tmp_path, post, now):
    post.answers = {"DATA": ["554 5.7.1 Looks like spam"]}
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)
    with mailing.serving(post):
        assert deliver.run(db, config, now).troubles
        assert deliver.run(db, config, now + HOUR).troubles
        mailing.queue(db, config, now + DAY)

        assert {} == deliver.run(db, config, now + DAY).troubles


def test_what_we_are_refused_for_loses_no_letter(db, tmp_path, post, now):
    """That the server does not take our sender is a setting, which somebody mends."""
    post.answers = {"MAIL": ["550 5.7.1 Not your address"]}
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)

    with mailing.serving(post):
        deliver.run(db, config, now)
        error = rows(db)[0]["error"]
        sent_until_done(db, config, now + HOUR)

    assert error.endswith("Not your address. See whether [mail] from and user are right.")
    assert (["sent"], 1) == (states(db), len(post.got))


def test_a_slow_server_is_waited_for_and_no_longer(db, tmp_path, post, now):
    """It took the letter and said nothing in time: it may have arrived, and the next one says so."""
    config = mailing.make_config(tmp_path, post, timeout_s=0.3)
    post.slow_s = 0.8
    mailing.queue(db, config, now)

    with mailing.serving(post):
        deliver.run(db, config, now)
        error = "all was sent, but no answer came: no answer within [mail] timeout_s."
        assert ("waiting", 1, error) == tuple(rows(db)[0][key] for key in ("state", "is_repeat", "error"))
        post.slow_s = 0
        deliver.run(db, config, now + HOUR)

    assert ["sent"] == states(db)
    assert "possibly a repeat" in mailing.text(post.got[-1]).splitlines()[0]


@pytest.mark.parametrize(("cut", "arrivals"), [("before", 1), ("after", 2)])
def test_a_cut_in_data_ends_in_a_letter_with_the_same_name(db, tmp_path, post, now, cut, arrivals):
    post.cuts = [cut]
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)

    with mailing.serving(post):
        sent_until_done(db, config, now, hours=2)

    assert (["sent"], arrivals) == (states(db), len(post.got))
    assert 1 == len({mail["Message-ID"] for mail in post.got})
    if cut == "after":
        assert "possibly a repeat" in mailing.text(post.got[1]).splitlines()[0]


def test_three_days_down_lose_nothing(db, tmp_path, post, now):
    """A letter a day for three days; then all of them, each once."""
    config = mailing.make_config(tmp_path, post)
    for hour in range(72):
        if hour % 24 == 0:
            mailing.queue(db, config, now + hour * HOUR)
        counts = deliver.run(db, config, now + hour * HOUR)
    assert "a letter waits since" in counts.troubles["delivery_late", "editor"][0]
    assert "nobody answers there" in counts.troubles["delivery_late", "editor"][0]

    with mailing.serving(post):
        counts = sent_until_done(db, config, now + 3 * DAY, hours=5)

    assert (3, {}) == (len({mail["Message-ID"] for mail in post.got}), counts.troubles)
    assert 3 == len(post.got)


def test_a_letter_is_given_up_after_days_and_that_is_told(db, tmp_path, post, now):
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)

    counts = sent_until_done(db, config, now, hours=6 * 24)

    assert ["given_up"] == states(db)
    assert "was given up" in counts.troubles["delivery_lost", "editor"][0]


def test_a_machine_that_slept_for_days_still_tries(db, tmp_path, post, now):
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)

    deliver.run(db, config, now + 10 * DAY)

    assert ["waiting"] == states(db)


def test_a_closed_server_is_knocked_at_once_a_pass(db, tmp_path, post, now):
    readers = [{"id": f"r{number}", "to": f"r{number}@desk.example"} for number in range(5)]
    post.answers = {"MAIL": ["421 4.3.2 Going down"]}
    config = mailing.make_config(tmp_path, post, *readers)
    mailing.queue(db, config, now)

    with mailing.serving(post):
        deliver.run(db, config, now)

    assert (1, ["waiting"] * 5) == (len(post.greetings), states(db))


def test_what_a_killed_job_began_goes_again_and_says_so(db, tmp_path, post, now):
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)
    begun = deliveries.begin(db, 1)  # and then the process is no more

    with mailing.serving(post):
        deliver.run(db, config, now)

    [mail] = post.got
    assert f"<{begun.message_id}@news.example>" == mail["Message-ID"]
    assert "possibly a repeat" in mailing.text(mail).splitlines()[0]


def test_a_subscriber_that_was_taken_out_gets_nothing(db, tmp_path, post, now):
    mailing.queue(db, mailing.make_config(tmp_path, post), now)
    config = mailing.make_config(tmp_path, post, {"id": "other", "to": "other@desk.example"})

    with mailing.serving(post):
        counts = deliver.run(db, config, now)

    assert (["refused"], [], {}) == (states(db), post.got, counts.troubles)
    assert "no longer in config.toml" in rows(db)[0]["error"]


def test_a_letter_that_arrived_keeps_no_attachment(db, tmp_path, post, now):
    config = mailing.make_config(tmp_path, post)
    mailing.queue(db, config, now)

    with mailing.serving(post):
        deliver.run(db, config, now)

    [number] = [row["digest"] for row in rows(db)]
    assert letters.find(db, number).attachment is None
    assert "Весь текст." in mailing.attached(post.got[0])


def test_who_wants_to_hear_of_losses_is_told_once_by_another_way(db, tmp_path, post, now):
    operator = {"id": "operator", "to": "operator@desk.example", "hears_of_losses": True}
    config = mailing.make_config(tmp_path, post, {"id": "boris", "to": "boris@desk.example"}, operator)
    post.refused = {"boris@desk.example": "550 5.1.1 <b>No such user</b>"}
    mailing.queue(db, config, now)

    with mailing.serving(post):
        for hour in range(3):
            counts = deliver.run(db, config, now + hour * HOUR)
            runs.note_troubles(db, "deliver", counts.troubles, now)

    _, told = post.got
    assert ("operator@desk.example", "Letters do not arrive") == (told["To"], told["Subject"])
    assert "boris: the letter of 30 May, 08:30 was refused: the server said 550" in mailing.text(told)
    assert "boris@" not in mailing.text(told)
    assert "<b>" not in mailing.page(told)


def test_losses_lie_beside_digests_of_who_gets_files(db, tmp_path, post, now):
    operator = {"id": "operator", "to": "file", "hears_of_losses": True}
    config = mailing.make_config(tmp_path, post, {"id": "boris", "to": "boris@desk.example"}, operator)
    mailing.queue(db, config, now)

    deliver.run(db, config, now)
    deliver.run(db, config, now + HOUR)

    [file] = (config.data_folder / "digests" / "operator").glob("losses-*.txt")
    assert "boris: a letter waits since" in file.read_text("utf-8")
