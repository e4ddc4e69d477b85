"""Mistakes in a file of settings, as sentences: where, what is wrong, how to write it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dazor.config.described import Model, example, known
from dazor.config.places import Place, at, is_tables, split
from dazor.config.secrets import is_secret
from dazor.config.words import did_you_mean, toml

_NO_TABLE = "a table is expected there, with a line for each key."
_WRONG = {
    "string_type": "not a text",
    "string_too_short": "nothing is written there",
    "int_type": "not a whole number",
    "int_from_float": "not a whole number",
    "float_type": "not a number",
    "finite_number": "not a number",
    "bool_type": "neither true nor false",
    "tuple_type": "not a list",
    "greater_than": "has to be more than {gt:g}",
    "greater_than_equal": "has to be {ge:g} or more",
    "less_than_equal": "has to be {le:g} or less",
    "literal_error": "has to be {expected}.",
    "model_type": _NO_TABLE,
    "dict_type": _NO_TABLE,
    "model_attributes_type": _NO_TABLE,
}


def sentences(error: ValidationError, data: Mapping[str, Any], model: Model) -> list[str]:
    """
    One sentence for each mistake that pydantic found in `data`.

    Secrets are left to `secrets.refuse`. The value is not repeated where the
    type of an error is "whole": it is long, or secret.
    """
    found = error.errors(include_url=False)
    return [_sentence(mistake, data, model) for mistake in found if not _is_about_secret(mistake["loc"])]


def _is_about_secret(place: Place) -> bool:
    return bool(place) and is_secret(str(place[-1]))


def _sentence(mistake: Any, data: Mapping[str, Any], model: Model) -> str:
    place, kind = mistake["loc"], mistake["type"]
    value = at(place, data)
    header, key = split(place, data)
    if kind == "extra_forbidden":
        return f"{header}{_unknown(key, value, known(place[:-1], model))}"
    if kind == "missing":
        return f"{header}{key} is missing. Write {key} = {example(place, model)}."
    if kind == "whole":
        return f"{header}{key}: {mistake['msg']}" if key else f"{header}{mistake['msg']}"
    if is_tables(value) or (kind == "tuple_type" and isinstance(value, Mapping)):
        return f"{header}{_brackets(key, value)}"
    wrong = _wrong(mistake)
    remedy = "" if wrong.endswith((".", "?")) else f". Write it as {example(place, model)}."
    return f"{header}{key} = {_short(toml(value))}: {wrong}{remedy}"


def _wrong(mistake: Any) -> str:
    context = mistake.get("ctx", {})
    if "error" in context:  # of a check of our own
        return str(context["error"])
    return _WRONG.get(mistake["type"], str(mistake["msg"])).format(**context)


def _unknown(key: str, value: Any, keys: list[str]) -> str:
    what = "section" if isinstance(value, Mapping) or is_tables(value) else "key"
    guess = did_you_mean(key, keys) or f" Known here: {', '.join(keys)}."
    return f'unknown {what} "{key}".{guess}'


def _brackets(key: str, value: Any) -> str:
    """A table that was written like a list of tables, or the other way round."""
    right, wrong = (f"[[{key}]]", f"[{key}]") if isinstance(value, Mapping) else (f"[{key}]", f"[[{key}]]")
    return f"{wrong}: the brackets are not right. Write {right}."


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
