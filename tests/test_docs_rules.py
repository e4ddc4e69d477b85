"""What the page for the monitor says of the rule language is what the matcher does."""

import re
from pathlib import Path

import pytest

from dazor.rules.matcher import Text, compile_rules, match
from dazor.rules.parse import parse

PAGE = (Path(__file__).parent.parent / "docs" / "monitor.md").read_text("utf-8")
EXAMPLES = re.findall(r"^\| `([^|]+)` \| [^|]+ \| (\w[^|`]+) \|$", PAGE, re.MULTILINE)
SAME = {
    "a OR b AND c": "a OR (b AND c)",
    "a OR b NOT c": "(a OR b) NOT c",
    "a OR b AND NOT c": "a OR (b AND NOT c)",
}


def finds(query, text):
    return bool(match(compile_rules([("rule", parse(query))]), Text(text=text)))


def test_the_table_is_read():
    assert len(EXAMPLES) >= 7


@pytest.mark.parametrize(("query", "text"), EXAMPLES)
def test_a_query_of_the_table_finds_its_example(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(("written", "read_as"), SAME.items())
def test_what_binds_first_is_as_the_page_says(written, read_as):
    assert f"| `{written}` |" in PAGE
    assert parse(read_as) == parse(written)


@pytest.mark.parametrize(
    ("query", "text", "is_found"),
    [
        ("санкции", "САНКЦИЙ", True),
        ("санкции", "санк\u00adциями", True),
        ("санкции", "санкцыі", False),
        ("санкцыі", "пад новымі санкцыямi", True),
        ("sanction", "new sanctions", True),
        ("being", "to be or not to be", False),
        ("=Рада", "рада", False),
        ("=Рада", "Радой", False),
        ("рада", "он рад", False),
    ],
)
def test_what_the_page_says_of_words_is_so(query, text, is_found):
    assert is_found == finds(query, text)
