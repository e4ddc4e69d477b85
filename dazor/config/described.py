"""What the models of a file say of a place in it: the keys that are known there, and an example."""

from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dazor.config.places import Place
from dazor.config.words import toml

Model = type[BaseModel]


def fields(model: Model | None) -> dict[str, FieldInfo]:
    """The fields of a table by the key that stands in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}


def known(place: Place, model: Model) -> list[str]:
    """The keys of the table at a place."""
    return list(fields(_model_at(place, model)))


def example(place: Place, model: Model) -> str:
    """How the value at a place is written."""
    names = [step for step in place if isinstance(step, str)]
    field = fields(_model_at(names[:-1], model)).get(names[-1])
    found = next(iter((field.examples if field else None) or ()), "…")
    is_item = isinstance(place[-1], int) and isinstance(found, tuple)
    return toml(found[0] if is_item else found)


def model_in(annotation: Any) -> Model | None:
    """The model in `Model`, `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


def _model_at(place: Place, model: Model) -> Model | None:
    found: Model | None = model
    for step in place:
        if isinstance(step, str):
            field = fields(found).get(step)
            found = model_in(field.annotation) if field else None
    return found
