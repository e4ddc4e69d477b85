"""From what was found on a site to a source."""

import pytest

from crawlers import page, proposal
from crawlers.explore import Seen, Survey
from store.types import Link


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("https://www.lida.example/", "lida"),
        ("https://news.lida.example/", "news-lida"),
        ("http://127.0.1.1:8080/", "site-127-0-1-1-8080"),
        ("https://навіны.example/", "xn--80ae5ac4e2c"),
    ],
)
def test_id_comes_from_the_host(site, expected):
    assert expected == proposal.id_of(site)


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2026-03-02T08:00:00+03:00", "Europe/Minsk"),
        ("2026-03-02T08:00:00+01:00", "Europe/Warsaw"),
        ("2026-03-02T08:00:00Z", "Europe/Minsk"),
        ("02.03.2026 08:00", "Europe/Minsk"),
    ],
)
def test_zone_is_that_of_the_offsets(stamp, expected):
    body = f'<html><time datetime="{stamp}">2 марта</time></html>'.encode()
    seen = Seen(url="https://outlet.example/1", body=body, root=page.parse(body), posts=[])
    survey = Survey(site="https://outlet.example/", articles=[(Link(url=seen.url), seen)])

    assert expected == proposal.zone_of(survey)


def test_name_is_what_the_front_page_says():
    body = "<html><title>Вести Озёрска — главные новости</title><body></body></html>".encode()
    front = Seen(url="https://outlet.example/", body=body, root=page.parse(body), posts=[])

    assert "Вести Озёрска" == proposal.name_of(Survey(site=front.url, fronts=[front]))
