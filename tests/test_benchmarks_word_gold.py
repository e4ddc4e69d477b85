from benchmarks import baselines, word_gold
from benchmarks.word_gold import Gold, Place, Query


def query(term, *hits, optional=()):
    return Query(term=term, kind="word", pos="NOUN", hits=frozenset(hits), optional=frozenset(optional))


def test_hit_is_found_where_a_span_touches_it_and_wrong_where_none_is():
    hit, other, allowed = Place("s", 0, 6), Place("s", 10, 14), Place("s", 20, 24)
    wanted = query("завод", hit, Place("t", 0, 6), optional=[allowed])

    result = word_gold.score([wanted], {wanted: {Place("s", 2, 6), other, allowed}})

    assert (0.5, 0.5) == (result.recall, result.precision)
    assert [("t", 0)] == [(place.sentence, place.start) for _, place in result.missed]
    assert [other] == [place for _, place in result.wrong]


def test_term_that_was_not_run_is_missed():
    wanted = query("завод", Place("s", 0, 5))

    assert 0 == word_gold.score([wanted], {}).recall


def test_ways_without_a_dictionary_find_what_they_should():
    gold = Gold(sentences={"s": "Заводы и заводская труба, завод"}, queries=(query("завод"),))
    found = {way: len(baselines.find(way, gold, "ru")[gold.queries[0]]) for way in baselines.WAYS}

    assert {"literal": 1, "substring": 3, "prefix": 3, "snowball": 2} == found
