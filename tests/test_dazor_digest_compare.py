from hypothesis import given
from hypothesis import strategies as st

from dazor.digest.compare import AT_MOST, changes
from dazor.digest.content import Run

MANY = " ".join(f"слово{number}" for number in range(60))


def plain(line):
    return "".join(run.text for run in line)


def marked(line):
    return " ".join(run.text.strip() for run in line if run.is_marked)


def test_equal_texts_have_no_changes():
    assert ((), 0) == changes("Раз два.", "Раз\n два.")


def test_a_changed_word_is_marked_between_its_neighbours():
    [change], more = changes("Завод закроют завтра утром", "Завод откроют завтра утром")

    assert (Run("Завод "), Run("закроют", is_marked=True), Run(" завтра утром")) == change.before
    assert "Завод откроют завтра утром" == plain(change.after)
    assert 0 == more


def test_what_was_added_stands_nowhere_before():
    [change], _ = changes("Раз два", "Раз полтора два")

    assert ("", "полтора") == (marked(change.before), marked(change.after))


def test_far_places_are_apart_and_counted():
    before = " ".join(f"a{number} {MANY}" for number in range(5))

    shown, more = changes(before, before.replace("a", "b"))

    assert (AT_MOST, 2) == (len(shown), more)
    assert "… " == shown[1].before[0].text


def test_a_text_that_came_or_went_is_one_change():
    assert ["", "Раз"] == [
        plain(side) for side in (changes("", "Раз")[0][0].before, changes("", "Раз")[0][0].after)
    ]


def test_two_long_texts_with_nothing_in_common_are_one_change_shortly_told():
    [change], _ = changes("а " * 400_000, "б " * 400_000)

    assert len(plain(change.before)) < 200


@given(st.lists(st.sampled_from("абв"), max_size=30), st.lists(st.sampled_from("абв"), max_size=30))
def test_every_difference_is_shown_or_counted(before, after):
    shown, more = changes(" ".join(before), " ".join(after))

    assert (before != after) == bool(shown or more)
