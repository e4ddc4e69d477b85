"""How Dazor shows that it is alive."""

from pydantic import Field

from dazor.config.table import Address, Table


class HealthSettings(Table):
    """A sign of life."""

    ping_url: Address | None = Field(
        default=None,
        description="Called after each good pass; who keeps that address warns you when the calls stay away.",
        examples=["https://alive.example/4c1d"],
    )
