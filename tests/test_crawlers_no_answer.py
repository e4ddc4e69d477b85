import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError

from crawlers import no_answer
from store.fates import OUTCOMES
from tests.errands import SITE

ASKED = Request(SITE, meta={"redirects": (f"{SITE}/old",)})


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (DownloadTimeoutError("took longer"), "timeout"),
        (DownloadCancelledError(), "too_big"),
        (DownloadFailedError("[<twisted.python.failure.Failure ConnectionLost: >]"), "cut_short"),
        (DownloadFailedError("SSL routines: certificate verify failed"), "tls"),
        (DownloadFailedError("anything else"), "connection"),
        (UnicodeError("label too long"), "bad_url"),
        (no_answer.PrivateAddress("127.0.0.1 is private"), "private_address"),
    ],
)
def test_error_means_one_outcome(error, outcome):
    found = no_answer.of_error(error, ASKED)

    assert found is not None
    assert (outcome, SITE, (f"{SITE}/old",)) == (found.outcome, found.url, found.redirects)


def test_every_outcome_is_in_the_closed_list():
    assert {outcome for _, outcome in (*no_answer.FAILURES, *no_answer.SIGNS)} <= OUTCOMES.keys()


def test_bug_is_not_taken_for_a_failure_of_the_site():
    assert no_answer.of_error(KeyError("ours"), ASKED) is None


def test_causes_are_said_once_on_one_line():
    error = DownloadFailedError("[<twisted.python.failure.Failure OSError: the first>]")
    error.__cause__ = OSError("the\nfirst")
    error.__cause__.__cause__ = ValueError("another")

    assert "DownloadFailedError: [OSError: the first] <- ValueError: another" == no_answer.said(error)
