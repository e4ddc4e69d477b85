import shelf

from store import documents, editions, urls
from store.editions import Edition
from store.types import Link

THERE = "https://prudok.example/by/1"
KEY = "prudok.example/by/1"


def declared(db, now, *found):
    """A document whose page declares these editions."""
    shelf.add_source(db)
    document = documents.save(db, shelf.arrival("Учения.", now)).id
    with db.transaction():
        editions.replace(db, document, found)
    return document


def test_edition_that_is_not_collected_has_an_address_only(db, now):
    document = declared(db, now, ("be", THERE, KEY))

    assert [Edition(language="be", url=THERE)] == editions.of(db, document)


def test_edition_leads_to_its_document_whenever_that_comes(db, now):
    document = declared(db, now, ("be", THERE, KEY))
    other = documents.save(db, shelf.arrival("Вучэнні.", now, key=KEY)).id
    with db.transaction():
        address = urls.save(db, "prudok", KEY, Link(url=THERE), entry=None, found_at=now)
        urls.leads_to(db, address, other)

    assert [other] == [edition.document for edition in editions.of(db, document)]


def test_what_a_page_declares_now_replaces_what_it_declared(db, now):
    document = declared(db, now, ("be", THERE, KEY), ("en", THERE, KEY))

    with db.transaction():
        editions.replace(db, document, [("pl", THERE, KEY)])

    assert ["pl"] == [edition.language for edition in editions.of(db, document)]
