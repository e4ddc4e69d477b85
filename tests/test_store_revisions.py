import newsdesk
import pytest

from store import revisions


@pytest.fixture(autouse=True)
def texts(db, now):
    """Three texts, of which the alert stage has looked at two."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    for key in "abc":
        newsdesk.add_text(db, "baravik", key, f"Текст {key}.", now)
    with db.transaction():
        revisions.look_up_to(db, 2)


def put(db, now, query="граница", **settings):
    with db.transaction():
        return revisions.put_in_force(db, "border", "rule", query, settings, now)


def marks(db):
    revision = revisions.in_force(db)["border"]
    return revision.first_version, revision.matched_up_to, revision.rerun_down_to


def test_texts_not_looked_at_yet_are_news_for_a_new_rule(db, now):
    assert put(db, now)

    assert (2, 2, 3) == marks(db)


def test_the_same_text_again_is_no_new_revision(db, now):
    put(db, now, weight=2)

    assert not put(db, now, weight=2)


def test_other_settings_go_on_where_the_query_stood(db, now):
    put(db, now, weight=2)
    with db.transaction():
        revisions.advance(db, [1], matched_up_to=3, rerun_down_to=0)

    assert put(db, now, weight=5)
    assert (2, 3, 0) == marks(db)


def test_another_query_starts_over_from_where_the_rule_stood(db, now):
    put(db, now)
    with db.transaction():
        revisions.advance(db, [1], matched_up_to=3, rerun_down_to=0)

    assert put(db, now, query="мяжа")
    assert (3, 3, 4) == marks(db)


def test_a_withdrawn_rule_is_still_known_by_its_last_text(db, now):
    put(db, now)
    with db.transaction():
        revisions.withdraw(db, "border", now)

    assert {} == revisions.in_force(db)
    assert "граница" == revisions.latest(db)["border"].query


def test_the_walk_over_the_versions_never_goes_back(db):
    with db.transaction():
        revisions.look_up_to(db, 1)

    assert 2 == revisions.looked_up_to(db)
