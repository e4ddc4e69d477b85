"""The pretend newsroom over real connections on loopback."""

import socket
import threading
from datetime import datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from dazor.demo.newsroom import PASSES_MIN, T0, Newsroom, loopback_addresses


@pytest.fixture(scope="module")
def running():
    with Newsroom() as newsroom:
        yield newsroom


@pytest.fixture
def newsroom(running):
    running.set_time(T0)
    running.log.clear()
    return running


def get(url, **headers):
    """Status, headers and body of one request."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=5)
    query = f"?{parts.query}" if parts.query else ""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", parts.path + query, headers=names)
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, answer.headers, body


def test_every_host_has_an_address_of_its_own(newsroom):
    bases = [newsroom.base(host) for host in newsroom.hosts]

    assert ("zarechye", "zastava", "zolak", "starolessk2", "tme") == newsroom.hosts[-5:]
    assert 19 == len(bases) == len(set(bases))


@pytest.mark.parametrize("host", ["tvz", "vestka", "zarechye", "zolak"])
def test_every_site_has_a_front_page_and_robots(newsroom, host):
    front, _, _ = get(newsroom.base(host) + "/")
    robots, headers, rules = get(newsroom.base(host) + "/robots.txt")

    assert (200, 200) == (front, robots)
    assert "text/plain; charset=utf-8" == headers["content-type"]
    assert "User-agent: *" in rules


def test_an_article_is_at_the_address_that_is_told(newsroom):
    status, _, page = get(newsroom.url("vuchenni"))

    assert 200 == status
    assert "Ваенныя вучэннi пад Дуброўскам" in page


def test_an_unknown_path_is_a_plain_404(newsroom):
    status, headers, _ = get(newsroom.base("zolak") + "/be/news/20000101/1-none")

    assert 404 == status
    assert headers["etag"] is None


def test_the_pretend_time_decides_what_there_is(newsroom):
    address = newsroom.url("drones-range")

    early = get(address)[0]
    newsroom.set_time(T0 + timedelta(minutes=PASSES_MIN[2]))
    late = get(address)[0]

    assert (404, 200) == (early, late)


def test_answers_carry_the_pretend_date(newsroom):
    _, headers, _ = get(newsroom.base("tvz") + "/")

    assert "Mon, 02 Mar 2026 06:00:00 GMT" == headers["date"]


def test_a_feed_that_is_known_is_not_sent_again(newsroom):
    feed = newsroom.base("zarechye") + "/rss/news.xml"
    _, headers, _ = get(feed)

    by_tag, _, nothing = get(feed, if_none_match=headers["etag"])
    by_date, _, _ = get(feed, if_modified_since=headers["last-modified"])

    assert (304, 304) == (by_tag, by_date)
    assert "" == nothing


def test_the_log_tells_what_was_served(newsroom):
    get(newsroom.base("zolak") + "/be/rss.xml?x=1", if_none_match='"none"', user_agent="Dazor")

    line = newsroom.log[-1]

    assert ("zolak", "GET", "/be/rss.xml?x=1", 200) == (line.host, line.method, line.path, line.status)
    assert (T0, True, "Dazor") == (line.at, line.is_conditional, line.user_agent)
    assert 1 == len(newsroom.log)


def test_only_get_is_answered(newsroom):
    parts = urlsplit(newsroom.base("tvz"))
    connection = HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("POST", "/news", body="x")

    assert 405 == connection.getresponse().status

    connection.close()


def test_a_pretend_time_without_zone_is_refused(newsroom):
    with pytest.raises(ValueError, match="needs a zone"):
        newsroom.set_time(datetime(2026, 3, 2))  # noqa: DTZ001 - the mistake under test


def test_stopping_leaves_no_thread_and_no_socket():
    threads = threading.active_count()
    newsroom = Newsroom().start()
    base = newsroom.base("tvz")

    newsroom.stop()
    newsroom.stop()

    assert threads == threading.active_count()
    with pytest.raises(ConnectionRefusedError):
        get(base)


def test_one_address_for_all_hosts_means_a_port_each():
    """Where a machine has 127.0.0.1 only."""
    hosts = Newsroom().hosts
    with Newsroom().start(dict.fromkeys(hosts, "127.0.0.1")) as newsroom:
        ports = {urlsplit(newsroom.base(host)).port for host in hosts}
        titles = [get(newsroom.base(host) + "/")[2] for host in ("zolak", "tvz")]

    assert len(hosts) == len(ports)
    assert ["Золак" in titles[0], "ТВЗ" in titles[1]] == [True, True]


def test_a_taken_port_is_an_error_and_nothing_stays_open():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            Newsroom().start({"tvz": "127.0.0.1"}, port)


def test_loopback_addresses_are_one_a_host():
    assert {"a", "b"} == set(loopback_addresses(("a", "b")))


def test_every_host_has_a_front_page(newsroom):
    answers = {host: get(newsroom.base(host) + "/")[0] for host in newsroom.hosts}

    assert dict.fromkeys(newsroom.hosts, 200) == answers
