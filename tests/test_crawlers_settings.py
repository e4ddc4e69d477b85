import pytest

from crawlers.settings import SHORTEST_DELAY_S, settings, slot
from dazor.config import Config
from tests.errands import OUTLET


def made(source=OUTLET, **crawl):
    return settings(Config.model_validate({"crawl": crawl}, context={}), [source])


@pytest.mark.parametrize(("general", "own", "expected"), [(1.5, None, 1.5), (1.5, 5, 5), (5, 1, 5)])
def test_slower_of_two_paces_counts(general, own, expected):
    source = OUTLET.model_copy(update={"delay_s": own})

    assert expected == made(source, delay_s=general)["DOWNLOAD_SLOTS"]["outlet.example"]["delay"]


def test_slower_of_two_sources_on_one_host_counts_for_both_of_its_names():
    patient = OUTLET.model_copy(update={"delay_s": 9})

    slots = settings(Config.model_validate({}, context={}), [patient, OUTLET])["DOWNLOAD_SLOTS"]

    assert {"outlet.example": 9, "www.outlet.example": 9} == {
        name: pace["delay"] for name, pace in slots.items()
    }


def test_no_pause_is_a_short_one():
    """Without any, Scrapy 2.19 sends what waits for a host all at once."""
    assert SHORTEST_DELAY_S == made(delay_s=0)["DOWNLOAD_DELAY"]


def test_sites_learn_whom_to_write_to():
    assert "(+mailto:operator@example.org)" in made(contact="operator@example.org")["USER_AGENT"]
    assert "+" not in made()["USER_AGENT"]


def test_doors_that_scrapy_opens_are_closed():
    found = made()

    assert not found["REMOTE_CONTROL_ENABLED"]
    assert not found["TELNETCONSOLE_ENABLED"]
    assert found["DOWNLOAD_VERIFY_CERTIFICATES"]
    assert {None} == set(found["DOWNLOAD_HANDLERS"].values())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Outlet.example/news?x=//y", "outlet.example"),
        ("http://user@outlet.example:8080/", "outlet.example:8080"),
        ("http://outlet.example?x", "outlet.example"),
        ("http://[::1]:80/", "[::1]:80"),
    ],
)
def test_slot_is_the_host_with_its_port(url, expected):
    assert expected == slot(url)
