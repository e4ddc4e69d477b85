import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dazor.text import languages, reading, tokens

RU = "Совет министров заявил об этом в пятницу, сообщили в ведомстве."
BE = "Пра гэта паведаміла ў пятніцу прэс-служба міністэрства абароны."
EN = "The ministry said on Friday that the talks would go on."


def test_words_stand_in_runs_of_one_language():
    found = reading.read(f"{RU}\n{RU}\n\n{BE}\n{EN}")

    lengths = [len(tokens.split(text)) for text in (RU, BE, EN)]
    first, second = 2 * lengths[0], 2 * lengths[0] + lengths[1]
    assert ((0, first, "ru"), (first, second, "be"), (second, second + lengths[2], "en")) == found.runs


def test_a_line_without_a_word_parts_no_run():
    assert 1 == len(reading.read(f"{RU}\n***\n{RU}").runs)


def test_the_language_is_that_of_most_letters():
    assert "ru" == reading.read(f"{RU}\n{BE}\n{RU}").language
    assert reading.read("🙂").language is None


def test_a_span_leads_back_to_the_original():
    text = "по\u00adсле санк\u00adций"
    found = reading.read(text)

    assert (0, 6) == found.span(0, 0, 0, 5)
    assert "санк\u00adций" == text[slice(*found.span(1, 0, 1, 7))]


LETTERS = st.sampled_from([*"аіыщqł'-\u00ad\u0301 \n\r\u2028\x0b1🙂\u05d0\u0627", RU, BE, EN])


@given(st.lists(LETTERS, max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_runs_hold_every_word_once_in_the_language_of_its_line(text):
    found = reading.read(text)
    by_position = [run.language for run in found.runs for _ in range(run.first, run.end)]
    spoken = [
        next(line.language for line in languages.paragraphs(text) if line.start <= token.start < line.end)
        for token in tokens.split(text)
    ]

    assert spoken == by_position
    assert [token.start for token in tokens.split(text)] == [
        found.span(at, 0, at, 1)[0] for at in range(len(spoken))
    ]


MONSTERS = {
    "long text": f"{RU} {BE}\n" * 10_000,
    "one word": "щ" * 2_000_000,
    "one line": RU * 80_000,
    "hyphens": "а-" * 200_000,
    "emoji": "🙂👩\u200d🚀" * 400_000,
    "right to left": "שלום привет العربية санкции \u202e" * 30_000,
    "line breaks": "\n" * 1_000_000,
    "lines of a word": "да\nwe\n" * 30_000,
    "marks": "а" + "\u0301" * 1_000_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monstrous_text_is_read_in_bounded_time(name):
    began_s = time.perf_counter()
    found = reading.read(MONSTERS[name])

    assert len(found.words) == sum(run.end - run.first for run in found.runs)
    assert time.perf_counter() - began_s < 20
