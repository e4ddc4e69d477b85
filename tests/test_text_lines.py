import pytest

from dazor.text.lines import tidy


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ""),
        ("  Мост \t открыт\xa0сегодня \r\n", "Мост открыт сегодня"),
        ("Мост\n\n\n\nоткрыт", "Мост\n\nоткрыт"),
        ("Мост \n \n открыт", "Мост\n\nоткрыт"),
    ],
)
def test_lines_stay_and_spaces_are_one(words, expected):
    assert expected == tidy(words)
