"""The example file: every setting with its default and why it is there."""

from collections.abc import Iterator

from pydantic.fields import FieldInfo

from dazor.config.described import Model, fields, model_in
from dazor.config.settings import Config
from dazor.config.words import toml

_HEAD = """\
# Settings of Dazor. Each stands here with its default; a line that is taken out keeps it.
# `dazor init` writes this file as config.toml. Relative paths start from the folder of the file.
# Secrets never stand here."""


def example() -> str:
    """The text of config.example.toml."""
    tables = (_tables(name, field) for name, field in fields(Config).items())
    return "\n\n".join([_HEAD, *(text for texts in tables for text in texts)]) + "\n"


def _tables(name: str, field: FieldInfo) -> Iterator[str]:
    """The tables of one setting of the whole: itself, and those inside it."""
    model = model_in(field.annotation)
    assert model is not None
    if field.default == ():
        lines = [line for key, inner in fields(model).items() for line in _asleep(key, inner)]
        yield "\n".join([f"# {model.__doc__}", f"# [[{name}]]", *lines])
        return
    if isinstance(field.default, tuple):
        rows = ("\n".join(_row(key, getattr(item, key)) for key in fields(model)) for item in field.default)
        yield f"# {model.__doc__}\n" + "\n\n".join(f"[[{name}]]\n{row}" for row in rows)
        return
    lines = [
        line for key, inner in fields(model).items() if not _is_table(inner) for line in _setting(key, inner)
    ]
    if lines:
        yield "\n".join([f"# {model.__doc__}", f"[{name}]", *lines])
    for key, inner in fields(model).items():
        if _is_table(inner):
            yield from _tables(f"{name}.{key}", inner)


def _setting(key: str, field: FieldInfo) -> Iterator[str]:
    yield f"# {field.description}"
    yield (
        _row(key, field.default)
        if field.default is not None
        else f"# {_row(key, (field.examples or ['…'])[0])}"
    )


def _asleep(key: str, field: FieldInfo) -> Iterator[str]:
    """A setting of a table that is not there by default: what must be written, else its default."""
    yield f"# # {field.description}"
    if field.is_required():
        yield f"# {_row(key, (field.examples or ['…'])[0])}"
    else:
        yield from (f"# {line}" for line in list(_setting(key, field))[1:])


def _row(key: str, value: object) -> str:
    return f"{key} = {toml(value)}"


def _is_table(field: FieldInfo) -> bool:
    model: Model | None = model_in(field.annotation)
    return model is not None
