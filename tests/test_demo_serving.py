"""Conditional requests, noise and sameness, without a network."""

from datetime import timedelta

import pytest

from dazor.demo import plan
from dazor.demo.newsroom import T0
from dazor.demo.serving import Hosts, Request, is_known

ADDRESSES = [
    ("vestka", "/all_news/"),
    ("zarechye", "/en/rss/news.xml"),
    ("zolak", "/"),
    ("tvz", "/news"),
    ("tme", "/s/presspul_zarechcha"),
]


def hosts(seed=1):
    world = plan.load(T0, seed)
    return Hosts(world, {host: f"http://{host}.example" for host in [*world.outlets, "tme"]})


def ask(hosts, host, path, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return hosts.answer(Request(host=host, path=path, query={}, headers=names))


@pytest.mark.parametrize(("host", "path"), ADDRESSES)
def test_the_same_seed_gives_the_same_bytes(host, path):
    first, second = hosts(), hosts()

    assert ask(first, host, path) == ask(second, host, path)
    assert ask(first, host, path) == ask(second, host, path)


def test_another_seed_gives_other_numbers():
    assert ask(hosts(1), "vestka", "/all_news/").body != ask(hosts(2), "vestka", "/all_news/").body


@pytest.mark.parametrize(("host", "path"), [("tvz", "/news"), ("tme", "/s/presspul_zarechcha")])
def test_counters_differ_at_every_request(host, path):
    one = hosts()

    assert ask(one, host, path).body != ask(one, host, path).body


def test_noise_does_not_change_the_etag():
    one = hosts()

    first, second = ask(one, "tvz", "/news"), ask(one, "tvz", "/news")

    assert first.headers["etag"] == second.headers["etag"]


def test_a_silent_edit_changes_the_validators():
    one = hosts()
    path = one.world.articles["drills-range"].path
    before = ask(one, "zarechye", path)

    one.now = T0 + timedelta(minutes=70)
    after = ask(one, "zarechye", path, if_none_match=before.headers["etag"])

    assert 200 == after.status
    assert "Mon, 02 Mar 2026 07:05:00 GMT" == after.headers["last-modified"]


def test_a_site_may_have_no_validators():
    headers = ask(hosts(), "vestka", "/all_news/").headers

    assert {"content-type", "date"} == set(headers)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ({}, False),
        ({"if-none-match": 'W/"a"'}, True),
        ({"if-none-match": '"b", W/"a"'}, True),
        ({"if-none-match": '"b"', "if-modified-since": "Mon, 02 Mar 2026 06:00:00 GMT"}, False),
        ({"if-modified-since": "Mon, 02 Mar 2026 06:00:00 GMT"}, True),
        ({"if-modified-since": "Mon, 02 Mar 2026 05:59:59 GMT"}, False),
        ({"if-modified-since": "yesterday"}, False),
    ],
)
def test_if_none_match_goes_before_if_modified_since(asked, known):
    given = {"etag": 'W/"a"', "last-modified": "Mon, 02 Mar 2026 06:00:00 GMT"}

    assert known == is_known(asked, given)
