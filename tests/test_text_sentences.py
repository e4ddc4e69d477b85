import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.text import sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["Суд решил.", "Штраф назначен!", "За что?", "Неизвестно…"],
        ["В г. Заречном на ул. им. Коваля, д. 5 прошёл сход.", "Приехал ген. Дуб."],
        ["Это было 5 мая 2024 г.", "Суд решил иначе, т.е. отказал."],
        ["Прыехаў А. Б. Каваль і інш. людзі з вул. Ракавой.", "Так."],
        ["«Мы против!» — сказал он.", "— Уходите!", "— Нет."],
        ["Дали 5 млн. рублей и т.д.", "Потом ушли."],
        ["Mr. Oakley of U.S. Steel left.", "“No.”", "Version 2.5 of oak.example is out."],
        ["Первая строка", "вторая строка"],
        ["Так (и было).", "Потом — не так."],
        ["Что?!", "«Ничего.»", "Ладно..."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected):
    text = "\n".join(expected) if expected[0] == "Первая строка" else " ".join(expected)

    assert expected == [text[start:end] for start, end in sentences.split(text)]


@given(st.text(alphabet="абА.!?…»«— \n\t5г"))
def test_nothing_but_white_space_lies_between_sentences(text):
    spans = sentences.split(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]

    assert edges == sorted(edges)
    assert "" == "".join(text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))


@pytest.mark.parametrize("text", ["." * 300_000, "А. " * 100_000, "«" * 300_000, "слово! " * 50_000])
def test_a_monstrous_line_is_read_in_one_go(text):
    assert sentences.split(text)
