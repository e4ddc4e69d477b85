import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dazor.rules import parse
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import (
    And,
    Entity,
    Exact,
    Near,
    Not,
    Only,
    Or,
    Phrase,
    Prefix,
    Rubric,
    Times,
    Title,
    Word,
    walk,
)

NUCLEAR, WEAPON = (Word(typed=word, in_phrase=True) for word in ("ядерное", "оружие"))
A, B, C, D = (Word(typed=letter) for letter in "абвг")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("санкции", Word(typed="санкции")),
        ('"ядерное оружие"', Phrase(terms=(NUCLEAR, WEAPON))),
        ("«оружие»", Phrase(terms=(Word(typed="оружие"),))),
        ("«ядерное, оружие»", Phrase(terms=(NUCLEAR, WEAPON))),
        ("=Рада", Exact(typed="Рада")),
        ("мигрант*", Prefix(typed="мигрант")),
        ("а NEAR/5 б", Near(left=A, right=B, words_between=5, is_ordered=False)),
        ("а -> б /3", Near(left=A, right=B, words_between=3, is_ordered=True)),
        ("а→б/3", Near(left=A, right=B, words_between=3, is_ordered=True)),
        ("@dub-ihar", Entity(slug="dub-ihar")),
        ("title:а", Title(part=A)),
        ("rubric: (а OR б)", Rubric(part=Or(parts=(A, B)))),
        ("source:belta", Only(fact="source", values=("belta",))),
        ("change:edited|deleted", Only(fact="change", values=("edited", "deleted"))),
        ("3x а", Times(count=3, part=A)),
        ("3х а", Times(count=3, part=A)),
        ("С-300", Word(typed="С-300")),
        ("and", Word(typed="and")),
        (
            '"=Рада мигр* @dub-ihar"',
            Phrase(terms=(Exact(typed="Рада"), Prefix(typed="мигр"), Entity(slug="dub-ihar"))),
        ),
    ],
)
def test_every_form_of_the_language_is_read(query, tree):
    assert tree == parse.syntax(query)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("а OR б AND в", Or(parts=(A, And(parts=(B, C))))),
        ("а OR б NOT в", Not(wanted=Or(parts=(A, B)), unwanted=(C,))),
        ("а OR б AND NOT в", Or(parts=(A, Not(wanted=B, unwanted=(C,))))),
        ("а NOT б NOT в", Not(wanted=A, unwanted=(B, C))),
        ("а AND NOT б AND в", Not(wanted=And(parts=(A, C)), unwanted=(B,))),
        ("(а OR б) AND (в OR г)", And(parts=(Or(parts=(A, B)), Or(parts=(C, D))))),
        ("а NOT (б AND в)", Not(wanted=A, unwanted=(And(parts=(B, C)),))),
        ("title:а OR б", Or(parts=(Title(part=A), B))),
    ],
)
def test_operators_bind_as_documented(query, tree):
    assert tree == parse.parse(query)


@pytest.mark.parametrize(
    ("query", "column", "says"),
    [
        ("", 1, "empty"),
        ("   ", 1, "empty"),
        ("а б", 3, "write AND or OR between"),
        ("а and б", 3, "in capitals: AND"),
        ("а OR or б", 6, "in capitals: OR"),
        ("а AND", 6, "expected after AND"),
        ("or а", 1, "in capitals: OR"),
        ("AND а", 1, 'expected before "AND"'),
        ("а OR NOT б", 6, "OR NOT would match nearly every text"),
        ("NOT а", 1, "NOT alone would match nearly every text"),
        ("а AND (NOT б)", 8, "write that first"),
        ("а NOT б OR в", 9, "put it in parentheses"),
        ("(а", 1, "never closed"),
        ("а AND (б", 7, "never closed"),
        ("(", 1, "never closed"),
        ("а)", 2, "closes nothing"),
        ("(а))", 4, "closes nothing"),
        ("()", 2, "expected before the closing parenthesis"),
        ('а OR "б', 6, "no partner"),
        ('"а\nб"', 1, "no partner"),
        ('""', 1, "no word between"),
        ("миг*", 1, "too short"),
        ('"а миг*"', 4, "too short"),
        ("мигр*нт", 1, "at the end of a word only"),
        ("=мигрант*", 1, "write one of them"),
        ("=", 1, "no letter"),
        ("🙂", 1, "no letter"),
        ("belta.by", 1, "more than one word"),
        ("#тег", 1, 'write "тег"'),
        ("а -б", 3, 'write "NOT б"'),
        ("@", 1, "id of a person"),
        ("@Dub", 1, "id of a person"),
        ("titel:а", 1, 'Did you mean "title:"?'),
        ("ссылка:а", 1, "There are title:"),
        ("а : б", 3, "follows a field only"),
        ("а/3", 2, "follows NEAR or ->"),
        ("а / б", 3, "belongs to a distance only"),
        ("а NEAR б", 3, "how many words"),
        ("а -> б", 3, "how many words"),
        ("а NEAR/999 б", 3, "at most 100 words"),
        ("0x а", 1, "a count is a number"),
        ("3x", 3, "ends too early"),
        ("а AND\x00", 6, "invisible character U+0000"),
        ("миг\u00adрант OR б*", 13, "too short"),
        ("е\u0308лка OR ё\u200bж*", 10, "too short"),
    ],
)
def test_a_mistake_is_shown_at_its_column(query, column, says):
    with pytest.raises(RuleError) as caught:
        parse.parse(query)

    assert says in caught.value.what
    assert (1, column) == (caught.value.line, caught.value.column)


@pytest.mark.parametrize(
    ("query", "column", "says"),
    [
        ("а NOT а", 7, "never match"),
        ("Ёлка NOT елка", 10, "never match"),
        ("=Рада NOT рада", 11, "never match"),
        ("съезды NOT съезд", 12, "never match"),
        ("=съездам NOT съезд", 14, "never match"),
        ("=Санкции NOT санк*", 14, "never match"),
        ("санкци* NOT санк*", 13, "never match"),
        ("3x а NOT а", 10, "never match"),
        ("3x а NOT 2x а", 10, "never match"),
        ("а NOT 1x а", 7, "never match"),
        ("rubric:а NOT rubric:(а OR б)", 14, "never match"),
        ("а AND (б NOT а)", 14, "never match"),
        ('"а б" NOT б', 11, "never match"),
        ('"а б в" NOT "б в"', 13, "never match"),
        ("title:а NOT а", 13, "never match"),
        ("title:а NOT title:а", 13, "never match"),
        ("(а AND б) NOT (б OR в)", 16, "never match"),
        ("(а OR б) NOT (а OR б OR в)", 15, "never match"),
        ("в OR а AND NOT (а NOT б) AND NOT а", 34, "never match"),
        ("(а NEAR/2 б) NOT а", 18, "never match"),
        ("(а NOT б) NOT (а NOT б)", 16, "never match"),
        ("source:oak NOT source:oak|elm", 16, "never match"),
        ("lang:be AND lang:ru", 13, "never match"),
        ("kind:post", 1, "nearly every text"),
        ("а OR lang:be", 6, "nearly every text"),
        ("lang:be NOT а", 1, "nearly every text"),
        ("kind:video", 1, "article or post"),
        ("lang:Belarusian", 1, "code of a language"),
        ("source:", 1, "id of a source"),
        ("а NEAR/3 б NEAR/3 в", 3, "join two"),
        ("а NEAR/3 (б AND в)", 11, "words, phrases and"),
        ("title:(а AND title:б)", 14, "words and phrases only"),
        ("а AND change:deleted", 7, "not understood yet"),
        ("а AND change:edited|added", 7, "not understood yet"),
        ("а AND change:edit", 7, "change: is edited"),
        ("change:edited", 1, "nearly every text"),
        ("rubric:(а AND title:б)", 15, "after rubric:"),
        ("3x (а AND б)", 5, "words, phrases and"),
        ("3x (а NEAR/3 б)", 7, "not counted"),
    ],
)
def test_a_rule_without_sense_is_refused_at_its_column(query, column, says):
    parse.syntax(query)
    with pytest.raises(RuleError) as caught:
        parse.parse(query)

    assert says in caught.value.what
    assert (1, column) == (caught.value.line, caught.value.column)


@pytest.mark.parametrize(
    "query",
    [
        "а NOT =а",
        "рада NOT рад",
        "санкции NOT санк*",
        "2x а NOT 3x а",
        "rubric:а NOT а",
        "а AND rubric:б AND change:edited",
        "санк* NOT санкции",
        'а NOT "а б"',
        "а NOT title:а",
        '"а б" NOT "б а"',
        "=Рада NOT =РАДА",
        "а NOT (а AND б)",
        "source:oak",
        "source:oak AND source:oak|elm",
        "lang:be AND а",
        "(а -> б /0) NOT в",
    ],
)
def test_a_rule_that_can_match_is_accepted(query):
    assert parse.parse(query) == parse.syntax(query)


def test_the_message_shows_the_line_and_a_caret():
    with pytest.raises(RuleError) as caught:
        parse.parse("санкции OR\n\tмиг* OR рада")

    assert (2, 2) == (caught.value.line, caught.value.column)
    assert (
        'line 2, column 2: "миг*" is too short: a prefix has 4 letters at least\n     миг* OR рада\n     ^'
        == str(caught.value)
    )


def test_a_long_line_is_cut_around_the_place():
    with pytest.raises(RuleError) as caught:
        parse.parse("рада OR " * 100 + "миг* OR рада" + " OR рада" * 100)

    _, line, caret = str(caught.value).split("\n")
    assert len(line) < 120
    assert "миг*" == line[caret.index("^") :][:4]


@pytest.mark.parametrize(
    "query",
    [
        "а" * 100_000,
        "(" * 5_000 + "а" + ")" * 5_000,
        "(" * 9_000,
        ")" * 9_000,
        "title:" * 1_000 + "а",
        "3x " * 3_000 + "а",
        "а NEAR/1 " * 1_000 + "а",
        "а NOT (" * 1_000 + "а" + ")" * 1_000,
        '"' * 9_999,
        "а NOT " * 1_000 + "а",
        "*" * 10_000,
        "-" * 10_000,
        "=@" * 5_000,
        "\x00\x01\ud800",
        "((а" + "\n" * 9_000,
    ],
)
def test_a_monstrous_query_is_refused_with_a_column(query):
    error = mistake(query)

    if error is None:
        assert max(depth for _, depth in walk(parse.parse(query))) <= parse.DEEPEST
    else:
        assert 0 <= error.at <= len(query)
        assert len(str(error)) < 500


def test_a_long_flat_rule_is_accepted():
    assert 1_000 == len(parse.parse(" OR ".join(["рада"] * 1_000)).parts)


PIECES = [
    "AND",
    "OR",
    "NOT",
    "NEAR/3",
    "->",
    "/2",
    "(",
    ")",
    '"',
    "«",
    "»",
    "=",
    "*",
    "@",
    ":",
    "3x",
    "|",
    "-",
]
PIECES += [
    "title:",
    "source:oak",
    "lang:be",
    "рада",
    "мигрант*",
    "a-b",
    "и\u0306",
    "\u00ad",
    "\x00",
    "\n",
    " ",
    "🙂",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12), st.sampled_from(["", " "]))
@settings(max_examples=400, deadline=None)
def test_any_query_gives_a_tree_or_a_place(pieces, space):
    query = space.join(pieces)
    error = mistake(query)

    if error is not None:
        assert 0 <= error.at <= len(query)
        assert str(error).startswith(f"line {error.line}, column {error.column}: ")


def mistake(query):
    try:
        parse.parse(query)
    except RuleError as error:
        return error
    return None
