from ipaddress import ip_network

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from twisted.internet.error import DNSLookupError

from crawlers import guard
from crawlers.guard import GuardedResolver, PrivateAddresses
from crawlers.no_answer import PrivateAddress

LOOPBACK = (ip_network("127.0.0.0/8"),)


PRIVATE = """127.0.0.1 10.1.2.3 192.168.0.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1
             ::1 fe80::1 fd00::1 ::ffff:10.0.0.1 ::"""


@pytest.mark.parametrize("host", PRIVATE.split())
def test_address_that_is_not_of_the_open_internet_is_refused(host):
    assert guard.is_refused(host, ())


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14"])
def test_address_of_the_open_internet_passes(host):
    assert not guard.is_refused(host, ())


def test_network_that_is_named_passes_also_in_its_other_spelling():
    assert not guard.is_refused("127.0.1.5", LOOPBACK)
    assert not guard.is_refused("::ffff:127.0.1.5", LOOPBACK)
    assert guard.is_refused("10.0.0.1", LOOPBACK)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]:80/", "http://user@10.0.0.1/", "http://10.0.0.1:8080/x"]
)
def test_middleware_refuses_what_is_written_as_a_number(url):
    with pytest.raises(PrivateAddress):
        PrivateAddresses(()).process_request(Request(url))


def test_name_is_left_to_the_resolver():
    assert PrivateAddresses(()).process_request(Request("http://outlet.example/")) is None


def test_name_that_leads_inside_is_refused_and_remembered(monkeypatch):
    monkeypatch.setattr(GuardedResolver, "refused", {})
    resolver = GuardedResolver(None, 0, 1.0)
    with pytest.raises(DNSLookupError, match="private"):
        resolver.checked("10.0.0.7", "inside.example")

    with pytest.raises(PrivateAddress, match=r"inside\.example leads to the private address 10\.0\.0\.7"):
        PrivateAddresses(()).process_exception(Request("http://inside.example/"), CannotResolveHostError())


def test_other_failure_of_a_name_stays_what_it_is():
    failure = CannotResolveHostError()

    assert PrivateAddresses(()).process_exception(Request("http://nowhere.example/"), failure) is None
