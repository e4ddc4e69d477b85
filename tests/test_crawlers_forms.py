from datetime import date

import pytest

from crawlers import forms
from crawlers.forms import Query
from dazor.catalogue import Entry
from tests.errands import SITE, answer

DAY = date(2024, 5, 30)
TOKEN = b'<form><input id="t" value="a&amp;b"></form>'
FORM = Entry(kind="archive", url=f"{SITE}/find", form={"on": "{date:%d.%m.%Y}", "t": "css:#t@value"})
PLAIN = Entry(kind="archive", url=f"{SITE}/find", form={"on": "{date:%d.%m.%Y}"})


def test_form_is_filled_from_its_page_with_the_cookies_of_it():
    cookies = (("Set-Cookie", "s=1; Path=/"), ("Set-Cookie", "u=2; Secure"))

    assert Query(body="on=30.05.2024&t=a%26b", cookies="s=1; u=2") == forms.fill(
        FORM, DAY, answer(TOKEN, *cookies)
    )


def test_form_without_a_value_of_its_page_needs_no_page():
    assert (True, False) == (forms.needs_page(FORM), forms.needs_page(PLAIN))
    assert Query(body="on=30.05.2024") == forms.fill(PLAIN, DAY)


@pytest.mark.parametrize("body", [b"", b"<p>Web Page Blocked", b'<input id="t">'])
def test_page_without_the_value_is_named(body):
    assert "The page of the form has no #t with value." == forms.fill(FORM, DAY, answer(body))


def test_address_of_a_day_says_its_day_and_has_a_key_of_its_own():
    url = forms.day_url(PLAIN, DAY)

    assert (DAY, "outlet.example/find#2024-05-30") == (forms.day_of(url), forms.day_key(url))
    assert forms.day_of(f"{SITE}/find#down-to-7") is None
