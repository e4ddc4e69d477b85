from dataclasses import replace

import pytest

from crawlers import redirects
from tests.errands import POSTS, SITE, answer, look


def leads(place: str | None, *before: str):
    headers = [("Location", place)] if place is not None else []
    return answer(None, *headers, url=f"{SITE}/a", outcome="redirected", status=302, redirects=before)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("/b", f"{SITE}/b"),
        (" b ", f"{SITE}/b"),
        ("//www.outlet.example/b", "https://www.outlet.example/b"),
        ("file:///etc/passwd", None),
        ("http://[::1", None),
        ("/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_target_is_an_address_of_a_page_or_nothing(place, expected):
    assert expected == redirects.target(leads(place))


@pytest.mark.parametrize(
    ("url", "before", "expected"),
    [
        (f"{SITE}/b", (), None),
        ("http://www.outlet.example/b", (), None),
        ("https://news.outlet.example/b", (), None),
        (f"{SITE}/a", (), "redirect_loop"),
        (f"{SITE}/0", (f"{SITE}/0",), "redirect_loop"),
        (f"{SITE}/b", tuple(f"{SITE}/{number}" for number in range(5)), "redirect_loop"),
        ("https://elsewhere.example/", (), "offsite"),
        ("https://notoutlet.example/", (), "offsite"),
        (None, (), "bad_url"),
    ],
)
def test_redirect_is_followed_within_the_site_and_not_in_circles(db, url, before, expected):
    assert expected == redirects.refusal(look(db), leads("/", *before), url)


def test_channel_without_a_preview_leads_to_its_card(db):
    errand = look(db, POSTS)
    card = replace(leads("/"), url=errand.url)

    assert "no_preview" == redirects.refusal(errand, card, "https://t.me/outlet_channel")
