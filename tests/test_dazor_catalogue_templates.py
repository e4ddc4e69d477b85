from datetime import date

import pytest

from dazor.catalogue import templates

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("https://x.example/{date:%Y%m%d}/", "https://x.example/20260302/"),
        ("{date:%d.%m.%Y}", "02.03.2026"),
        ("https://x.example/?y={date:%Y}&m={date:%m}", "https://x.example/?y=2026&m=03"),
        ("https://x.example/{id}/", "https://x.example/{id}/"),
    ],
)
def test_gap_for_the_day_is_filled(template, expected):
    assert expected == templates.on_day(template, DAY)


def test_gap_for_the_page_is_filled():
    assert "https://x.example/?p=3" == templates.on_page("https://x.example/?p={page}", 3)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("css:input#token@value", ("input#token", "value")),
        ("css:meta[name='t']@content", ("meta[name='t']", "content")),
        ("css:input", None),
        ("1", None),
    ],
)
def test_value_that_the_page_of_the_form_holds(value, expected):
    assert expected == templates.of_page(value)
