import re

from hypothesis import given
from hypothesis import strategies as st

from dazor.digest.content import Run
from dazor.digest.excerpts import LONGEST, excerpts, heading, opening


def spans(text, word):
    return [found.span() for found in re.finditer(word, text)]


def plain(line):
    return "".join(run.text for run in line)


def test_the_first_three_sentences_with_a_match_are_shown():
    text = "Санкции раз. Ничего. Санкции два. Санкции три. Санкции четыре. Санкции пять."

    lines, more = excerpts(text, spans(text, "Санкции"))

    assert ["Санкции раз.", "Санкции два.", "Санкции три."] == [plain(line) for line in lines]
    assert 2 == more


def test_the_matches_are_marked():
    text = "Новые санкции ЕС."

    [line], _ = excerpts(text, spans(text, "санкции"))

    assert (Run("Новые "), Run("санкции", is_marked=True), Run(" ЕС.")) == line


def test_a_text_without_marks_gives_its_first_sentence():
    assert ((((Run("Раз."),),), 0)) == excerpts("Раз. Два.", [])


def test_a_match_over_a_line_break_is_marked_in_both_sentences():
    lines, _ = excerpts("ядерное\nоружие тут", [(0, 14)])

    assert [(Run("ядерное", is_marked=True),), (Run("оружие", is_marked=True), Run(" тут"))] == list(lines)


def test_a_long_sentence_is_cut_around_its_first_match():
    text = "слово " * 500 + "санкции " + "слово " * 500

    [line], _ = excerpts(text, spans(text, "санкции"))

    assert Run("санкции", is_marked=True) in line
    assert (Run("… "), Run(" …")) == (line[0], line[-1])
    assert len(plain(line)) <= LONGEST + 4


def test_a_word_without_end_is_cut_too():
    [line], _ = excerpts("ы" * 100_000, [(50_000, 50_010)])

    assert Run("ы" * 10, is_marked=True) in line


def test_the_opening_of_a_text_without_a_title_is_not_said_twice():
    text = "Санкции раз. Санкции два."
    found = spans(text, "Санкции")

    assert "Санкции раз." == plain(opening(text, found))
    assert ["Санкции два."] == [plain(line) for line in excerpts(text, found, skip=1)[0]]


def test_an_empty_text_has_no_sentences():
    assert ((), 0) == excerpts("", [])
    assert () == opening("", [])


@given(st.text(alphabet="аб. \n«»—", max_size=200), st.data())
def test_marks_hold_what_the_spans_hold(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    line = heading(text, [(start, end)])

    assert " ".join(text.split()) == " ".join(plain(line).split())
    assert text[start:end].split() == "".join(run.text for run in line if run.is_marked).split()
