"""What every table of settings is, and the kinds of values that stand in them."""

from datetime import time
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from dazor.config import checks

Slug = Annotated[str, AfterValidator(checks.slug)]
Zone = Annotated[str, AfterValidator(checks.zone)]
Address = Annotated[str, AfterValidator(checks.address)]
BaseAddress = Annotated[str, AfterValidator(checks.address), AfterValidator(checks.without_last_slash)]
Contact = Annotated[str, AfterValidator(checks.contact)]
TimeOfDay = Annotated[time, BeforeValidator(checks.time_of_day)]
ClockTime = Annotated[time, BeforeValidator(checks.clock_time)]
OwnPath = Annotated[Path, BeforeValidator(checks.path)]
Network = Annotated[checks.Network, BeforeValidator(checks.network)]


class Table(BaseModel):
    """A table of a file that people write: nothing unknown, nothing converted."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, validate_default=True, hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _absent_tables_are_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: {} for name, field in cls.model_fields.items() if is_table(field.annotation)} | data


def is_table(annotation: Any) -> bool:
    """Whether a setting is a table of settings."""
    return isinstance(annotation, type) and issubclass(annotation, Table)
