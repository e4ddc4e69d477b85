import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.toml import places


def test_each_value_is_found_where_it_stands():
    text = 'a = 1 # = "x"\n[[rule]]\nid = "x"\n"two words" = [ "b",\n  # no\n  "c", ]\n[[rule]]\nid = \'y\'\n'
    root = places.locate(text)
    first, second = root.table["rule"].array

    assert text.index("1 #") == root.table["a"].at
    assert text.index('"x"\n"') == first.table["id"].at
    assert [text.index('"b"'), text.index('"c"')] == [item.at for item in first.table["two words"].array]
    assert text.index("'y'") == second.table["id"].at
    assert text.index("id = '") == second.table["id"].key_at


@pytest.mark.parametrize(
    "text",
    [
        'q = "аб\\"в\\u0433\\n"',
        "q = 'аб\\в'",
        "q = '''\nаб\n''в'''",
        'q = """\nаб\\\n   в""""',
        'q = """аб\\""""',
        "q = ''",
        'q = """"""',
        'x.q = "а"\nq = "б"',
        '[x]\n[x.y]\nq = "а"\n[z]\n[[z.r]]\nq=1\n[z.r.deep]\nq = 2\n[a]\nq = "б"',
        'q = {x = "а", y = {z = ["б", {w = "в"}]}}',
        "d = 1979-05-27 07:32:00\nq = 'а'\nf = -1e3 # x\nt = true",
        "a = [[1, 2], ['а', []], [] ]\n",
    ],
)
def test_the_places_have_the_shape_of_the_values(text):
    compare(tomllib.loads(text), places.locate(text), text)


KEYS = st.sampled_from(["a", "b-c", '"d e"', "'f'", "g.h"])
STRINGS = st.sampled_from(['"а\\"б"', "'а'", "'''а''б\n'''", '"""а\\\n б"""', '""', '"\\u0430#["'])
VALUES = st.recursive(
    STRINGS | st.sampled_from(["1", "true", "1.5", "2024-05-30"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: "[" + ", # c\n ".join([*items, ""]) + "]"),
    max_leaves=4,
)
LINES = st.builds("{} = {}".format, KEYS, VALUES) | KEYS.map("[[{}]]".format) | KEYS.map(" [{}] # x".format)


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_the_places_of_any_document_have_the_shape_of_its_values(text):
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return

    compare(values, places.locate(text), text)


def compare(value, place, text):
    if isinstance(value, dict):
        assert value.keys() == place.table.keys()
        for key, inner in value.items():
            compare(inner, place.table[key], text)
    elif isinstance(value, list):
        for inner, inner_place in zip(value, place.array, strict=True):
            compare(inner, inner_place, text)
    elif isinstance(value, str):
        assert len(value) + 1 == len(place.letters)
        for letter, at in zip(value, place.letters, strict=False):
            assert letter == text[at] or text[at] == "\\"
