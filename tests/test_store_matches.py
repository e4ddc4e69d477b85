import newsdesk
import pytest

from store import matches, revisions


@pytest.fixture
def version(db, now):
    """A text and a rule that are there to be matched."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)
    with db.transaction():
        revisions.put_in_force(db, "sanctions", "rule", "санкции", {}, now)
    return 1


def save(db, version, now, origin="live"):
    return matches.save(
        db,
        rule="sanctions",
        revision=1,
        version=version,
        origin=origin,
        spans=((0, 7),),
        title_spans=(),
        words=("Санкции",),
        now=now,
    )


def test_a_match_comes_back_as_it_was_saved(db, version, now):
    with db.transaction():
        assert save(db, version, now)

    [match] = matches.news(db, 0, matches.newest(db))
    assert (1, "sanctions", 1, "live") == (match.id, match.rule, match.document, match.origin)
    assert (((0, 7),), (), ("Санкции",)) == (match.spans, match.title_spans, match.words)


def test_a_rule_matches_a_version_once(db, version, now):
    with db.transaction():
        save(db, version, now)

        assert not save(db, version, now)

    assert 1 == matches.newest(db)


def test_old_matches_are_counted_by_rule_and_are_no_news(db, version, now):
    with db.transaction():
        save(db, version, now, origin="backfill")

    assert [] == matches.news(db, 0, 1)
    assert [("sanctions", "backfill", 1)] == matches.old(db, 0, 1)


def test_matches_of_documents_come_with_every_origin(db, version, now):
    with db.transaction():
        save(db, version, now, origin="rerun")

    assert ["rerun"] == [match.origin for match in matches.of_documents(db, [1])]
    assert [] == matches.of_documents(db, [2])
