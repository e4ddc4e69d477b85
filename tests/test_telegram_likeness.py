"""Which channels could be taken for which."""

import pytest

from dazor import catalogue
from dazor.config import Config
from telegram.likeness import Called, copied

WATCHED = Called(id=1, source="prudok", username="prudok_1", title="Прудок ТВ")


@pytest.mark.parametrize(
    ("username", "title"),
    [
        ("prudok_l", "anything"),  # a small l for the one
        ("prud0k_1", "anything"),
        ("PRUDOK1", "anything"),
        ("other", "Прудок ТВ"),
        ("other", "⚡️ Прудок ТB"),  # a Latin B
    ],
)
def test_close_copy_is_noticed(username, title):
    assert WATCHED == copied(Called(id=2, source=None, username=username, title=title), [WATCHED])


@pytest.mark.parametrize(
    ("number", "username", "title"),
    [(2, "prudok_2", "Прудок 2"), (1, "prudok_1", "Прудок ТВ"), (3, None, "Новости")],
)
def test_others_are_left_alone(number, username, title):
    assert None is copied(Called(id=number, source=None, username=username, title=title), [WATCHED])


def test_no_channel_of_the_catalogue_is_taken_for_another():
    known = [
        Called(id=None, source=source.id, username=source.channel, title=source.name)
        for source in catalogue.load(Config()).sources
        if source.channel
    ]

    assert [] == [one for one in known if copied(one, known)]
