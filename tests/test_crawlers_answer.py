from datetime import timedelta

import pytest
from scrapy import Request
from scrapy.http import Response

from crawlers import answer
from tests.errands import NOW, SITE


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "ok"),
        (204, "http_error"),
        (302, "redirected"),
        (401, "forbidden"),
        (404, "not_found"),
        (410, "not_found"),
        (418, "http_error"),
        (429, "too_many_requests"),
        (451, "forbidden"),
        (503, "server_error"),
    ],
)
def test_status_means_one_outcome(status, outcome):
    assert outcome == answer.of_status(status)


def test_304_counts_only_where_it_was_asked_for():
    assert "not_modified" == answer.of_status(304, was_conditional=True)
    assert "bad_answer" == answer.of_status(304)


def test_redirect_to_nowhere_is_a_bad_answer():
    assert "bad_answer" == answer.of_status(301, leads_on=False)


def test_answer_carries_what_the_evidence_needs():
    asked = Request(SITE, headers={"If-None-Match": '"1"'}, meta={"redirects": (f"{SITE}/old",)})
    came = Response(SITE, status=200, headers={"ETag": '"2"'}, body=b"page", request=asked)

    found = answer.of_response(came)

    assert (("If-None-Match", '"1"'),) == found.request_headers
    assert ('"2"', b"page", (f"{SITE}/old",)) == (found.header("etag"), found.body, found.redirects)


def test_redirect_has_no_body_to_keep():
    came = Response(SITE, status=301, headers={"Location": "/"}, body=b"moved", request=Request(SITE))

    assert answer.of_response(came).body is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("Thu, 30 May 2024 06:00:00 GMT", timedelta(minutes=30)),
        ("Thu, 30 May 2024 05:00:00 GMT", timedelta(0)),
        ("99999999999999999999", None),
        ("tomorrow", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(value, expected):
    assert expected == answer.retry_after(value, NOW)
