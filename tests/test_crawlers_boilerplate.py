import pytest

from crawlers import boilerplate, page

PROSE = [f"В посёлке номер {number} открыли мост, и об этом рассказали жители." for number in range(6)]


def kept(lines, links=()) -> list[str]:
    root = page.parse(
        "<body>{}</body>".format("".join(f'<a href="/x">{link}</a>' for link in links)).encode()
    )

    return boilerplate.remove("\n".join(lines), root, set()).split("\n")


def test_a_line_that_is_a_link_goes():
    assert PROSE == kept([PROSE[0], "Мост через Вязынку закроют", *PROSE[1:]], ["Мост через Вязынку закроют"])


@pytest.mark.parametrize(
    "line", ["Анна Верескова призналась:", "https://vestka.example/a/b", "Канал: @vestka_channel"]
)
def test_an_announcement_and_an_address_stay(line):
    assert line in kept([PROSE[0], line, *PROSE[1:]], [line, "@vestka_channel"])


def test_a_list_of_links_stays():
    links = [f"Посёлок номер {number}, улица Садовая" for number in range(6)]
    lines = [line for both in zip(links, PROSE, strict=True) for line in both]

    assert lines == kept(lines, links)


def test_a_few_labels_at_the_end_go():
    assert PROSE == kept([*PROSE, "Вестка", "Общество"])


def test_a_table_at_the_end_stays():
    rows = [f"Улица {name}" for name in ("Садовая", "Озёрная", "Новая", "Лесная")]

    assert [*PROSE, *rows] == kept([*PROSE, *rows])


def test_a_call_to_report_a_misprint_goes():
    assert PROSE == kept([*PROSE[:3], "Заметили неточность? Нажмите Ctrl+Enter.", *PROSE[3:]])


def test_hardly_anything_left_means_that_nothing_was_foreign():
    lines = ["Подпишитесь на новости и читайте их первыми каждый день", "Мост открыт."]

    assert lines == kept(lines)


@pytest.mark.parametrize(
    "line",
    [
        "Подписан протокол о намерениях.",
        "Подписку оформляют тут же.",
        "Комментарии излишни.",
        "По теме саммита министр не высказался.",
        "Падпісаны пратакол аб намерах.",
        "Каментары тут лішнія.",
    ],
)
def test_a_sentence_that_begins_like_a_call_stays(line):
    """A lost sentence costs more than a call that is left over."""
    assert [PROSE[0], line, *PROSE[1:]] == kept([PROSE[0], line, *PROSE[1:]])
