import newsdesk

from store import revisions
from store.backlog import Backlog, backlog, collected


def test_an_empty_store_waits_for_nothing(db):
    assert Backlog(waiting=0, unread=0, unmatched=0) == backlog(db)


def test_texts_some_rule_has_not_seen_are_unmatched(db, now):
    newsdesk.add_source(db, "baravik", "Baravik News")
    with db.transaction():
        revisions.put_in_force(db, "border", "rule", "граница", {}, now)
    newsdesk.add_text(db, "baravik", "a", "Граница.", now)

    assert 1 == backlog(db).unmatched


def test_without_rules_texts_are_unmatched_until_the_stage_has_looked(db, now):
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "a", "Граница.", now)

    assert 1 == backlog(db).unmatched
    with db.transaction():
        revisions.look_up_to(db, 1)
    assert 0 == backlog(db).unmatched


def test_new_documents_and_changed_texts_are_counted_apart(db, now):
    newsdesk.add_source(db, "baravik", "Baravik News")
    for text in ("Было.", "Стало.", "Стало иначе."):
        newsdesk.add_text(db, "baravik", "a", text, now)

    assert (1, 2) == collected(db, 0, 3)
    assert (0, 1) == collected(db, 2, 3)
