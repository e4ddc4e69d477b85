import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.digest.as_markdown import escaped

PUNCTUATION = r"!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("**жирно** и _косо_", r"\*\*жирно\*\* и \_косо\_"),
        ("[сюда](https://evil.example)", r"\[сюда\](https\://evil.example)"),
        ("![](x)", r"!\[\](x)"),
        ("www.evil.example", r"www\.evil.example"),
        ("write@evil.example", r"write\@evil.example"),
        ("- не список", r"\- не список"),
        ("1. не список", r"1\. не список"),
        ("2024 год", "2024 год"),
        ("=== не заголовок", r"\=== не заголовок"),
        ("# не заголовок", r"\# не заголовок"),
        ("> не цитата", r"\> не цитата"),
        ("<b> &amp; `code` | ~~", r"\<b\> \&amp; \`code\` \| \~\~"),
        ("в 10:30 утра", "в 10:30 утра"),
    ],
)
def test_marks_are_shown_and_do_nothing(text, markdown):
    assert markdown == escaped(text)


@given(st.text(alphabet="аб1 *_[]()<>#|~&\\`-+=.!:/@w", max_size=40))
def test_what_is_shown_is_what_was_written(text):
    """CommonMark takes the backslash from before ASCII punctuation, and from nothing else."""
    assert text == re.sub(rf"\\([{PUNCTUATION}])", r"\1", escaped(text))
