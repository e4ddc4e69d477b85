"""The example file holds every setting, and a new installation begins with it."""

import re
import tomllib
from pathlib import Path

from dazor import config
from dazor.config.described import fields, model_in
from dazor.config.example import example
from dazor.config.settings import Config

OPTIONAL = re.compile(r"^(?:# )+(?=\[\[|[a-z_]+ = )", re.MULTILINE)
FILE = Path(__file__).parent.parent / "config.example.toml"


def settings(model, place=()):
    """Every setting as (table, …, key)."""
    for key, field in fields(model).items():
        inner = model_in(field.annotation)
        yield from settings(inner, (*place, key)) if inner else [(*place, key)]


def test_example_is_written_from_the_settings():
    assert example() == FILE.read_text("utf-8"), "copy what `dazor init` writes into an empty folder"


def test_example_loads_and_says_the_defaults():
    loaded = config.load(FILE).model_dump(exclude={"store", "catalogue"})

    assert Config().model_dump(exclude={"store", "catalogue"}) == loaded


def test_example_lists_every_setting():
    with_optional = tomllib.loads(OPTIONAL.sub("", FILE.read_text("utf-8")))

    for *tables, key in settings(Config):
        table = with_optional
        for name in tables:
            table = table[name][0] if isinstance(table[name], list) else table[name]
        assert key in table


def test_every_setting_says_why_it_is_there():
    silent = [
        f"{table}.{key}"
        for table, field in fields(Config).items()
        for key, inner in fields(model_in(field.annotation)).items()
        if not inner.description and not model_in(inner.annotation)
    ]

    assert [] == silent
