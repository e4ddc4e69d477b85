from dataclasses import replace

import newsdesk
import pytest

from dazor import digest
from dazor.digest import content, wording

RULES = """
[[rule]]
id = "sanctions"
sections = ["political"]
query = '''санкции OR санкцыі OR sanctions'''
weight = 2
[[rule]]
id = "punishment"
sections = ["political"]
query = '''санкция'''
"""


@pytest.fixture
def morning(db, tmp_path, now):
    config = newsdesk.make_config(tmp_path, RULES)
    newsdesk.add_source(db, "baravik", "Baravik News")

    def show(text):
        newsdesk.add_text(db, "baravik", "a", text, now)
        newsdesk.match(db, config, now)
        return digest.show(db, config, now)

    return show


def why(rendered):
    return [(one["term"], one["forms"]) for one in rendered.json["sections"][0]["items"][0]["why"]]


def test_the_form_stands_beside_the_term(morning):
    shown = morning("Пад санкцыямі завод.")

    assert [("санкцыі", ["санкцыямі"])] == why(shown)
    assert "Found by: санкцыі → санкцыямі" in shown.text


def test_a_form_that_two_rules_found_is_told_once(morning):
    assert [("санкции", ["Санкциями"])] == why(morning("Санкциями грозили."))


def test_another_query_of_today_explains_nothing_of_the_past(db, tmp_path, now, morning):
    morning("Под санкциями завод.")
    config = newsdesk.make_config(
        tmp_path, RULES.replace("санкции OR", "запреты OR").replace("санкция", "запрет")
    )
    newsdesk.match(db, config, now)

    assert [] == why(digest.show(db, config, now))


def test_many_terms_and_forms_are_cut(item_with):
    said = wording.why(item_with([(f"слово{number}", tuple("абвгдежз")) for number in range(9)]))

    assert "слово0 → а, б, в, г, …" == said.split(" · ")[0]
    assert said.endswith(" · 3 more")


def test_terms_in_another_form_come_first(item_with):
    assert "рада → раде · дуб" == wording.why(item_with([("дуб", ("Дуб",)), ("рада", ("раде",))]))


@pytest.fixture
def item_with():
    """An item of a digest, with other reasons."""
    place = content.Place(
        source="a",
        source_name="A",
        url=None,
        when="",
        published_at=None,
        precision=None,
        is_late=False,
        gone=None,
    )
    item = content.Item(
        document=1,
        version=1,
        heading=(),
        has_title=False,
        place=place,
        language=None,
        rule="a",
        rule_name="A",
        also=(),
        why=(),
        sentences=(),
        more=0,
    )
    return lambda why: replace(item, why=tuple(why))
