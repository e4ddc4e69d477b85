"""Letters as files and as a private feed."""

import re

import feedparser
import mailing
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from mailing import Post

from dazor import deliver
from dazor.deliver import feed
from dazor.deliver.feed import Entry


def config_for(tmp_path, to):
    return mailing.make_config(tmp_path, Post(), {"id": "reader", "to": to})


def deliver_days(db, config, now, days, letter=mailing.LETTER):
    for day in range(days):
        mailing.queue(db, config, now + day * mailing.DAY, letter)
        counts = deliver.run(db, config, now + day * mailing.DAY)
    return counts


def the_feed(config):
    [path] = (config.data_folder / "feeds").iterdir()
    return path


def test_every_letter_is_an_entry_newest_first(db, tmp_path, now):
    config = config_for(tmp_path, "atom")
    deliver_days(db, config, now, 3)

    read = feedparser.parse(the_feed(config).read_bytes())

    assert (False, "atom10") == (bool(read.bozo), read.version)
    assert ["2024-06-01", "2024-05-31", "2024-05-30"] == [entry.updated[:10] for entry in read.entries]
    assert "Новые санкции." in read.entries[0].content[0].value


def test_a_feed_has_a_name_that_nobody_guesses_and_keeps_it(db, tmp_path, now):
    config = config_for(tmp_path, "atom")
    deliver_days(db, config, now, 1)
    name = the_feed(config).name
    deliver_days(db, config, now + mailing.DAY, 1)

    assert name == the_feed(config).name
    assert re.fullmatch(r"reader\.[0-9a-f]{32}\.atom", name)


def test_an_entry_sent_again_is_the_same_entry(db, tmp_path, now):
    """A reader's program shows it once."""
    config = config_for(tmp_path, "atom")
    deliver_days(db, config, now, 1)
    before = feedparser.parse(the_feed(config).read_bytes()).entries
    with db.transaction():
        db.write("UPDATE delivery SET state = 'sending', ended_at = NULL")  # killed before the commit
    deliver.run(db, config, now)

    after = feedparser.parse(the_feed(config).read_bytes()).entries
    assert [entry.id for entry in before] == [entry.id for entry in after]


def test_a_feed_keeps_so_many_entries(db, tmp_path, now):
    config = config_for(tmp_path, "atom")
    deliver_days(db, config, now, feed.ENTRIES + 3)

    assert feed.ENTRIES == len(feedparser.parse(the_feed(config).read_bytes()).entries)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_letter_makes_a_feed_that_can_be_read(subject, html):
    letter = mailing.letter(subject=subject, html=html, message_id="1")

    xml = feed.render("x.atom", [Entry(letter=letter, at=mailing.NOW)], mailing.NOW)

    entry = etree.fromstring(xml.encode("utf-8", "strict")).find(f"{{{feed.ATOM}}}entry")
    assert entry.findtext(f"{{{feed.ATOM}}}id") == "urn:digest:1"
    assert 0 == len(entry.find(f"{{{feed.ATOM}}}content"))


def test_an_empty_feed_can_be_read(now):
    assert not feedparser.parse(feed.render("x.atom", [], now).encode()).bozo


def test_a_letter_becomes_files_with_the_full_texts(db, tmp_path, now):
    config = config_for(tmp_path, "file")
    deliver_days(db, config, now, 2)

    folder = config.data_folder / "digests" / "reader"
    names = sorted(path.name for path in folder.iterdir())
    assert ["2024-05-30-1.html", "2024-05-30-1.txt", "2024-05-31-2.html", "2024-05-31-2.txt"] == names
    assert "Весь текст." in (folder / "2024-05-31-2.html").read_text("utf-8")


@pytest.mark.parametrize("to", ["file", "atom"])
def test_what_cannot_be_written_waits_and_is_told(db, tmp_path, now, to):
    config = config_for(tmp_path, to)
    config.data_folder.mkdir()
    for name in ("digests", "feeds"):
        (config.data_folder / name).write_text("in the way")
    deliver_days(db, config, now, 1)
    counts = deliver.run(db, config, now + mailing.DAY)
    assert "could not be written" in counts.troubles["delivery_late", "reader"][0]
    for name in ("digests", "feeds"):
        (config.data_folder / name).unlink()

    assert {} == deliver.run(db, config, now + 2 * mailing.DAY).troubles
