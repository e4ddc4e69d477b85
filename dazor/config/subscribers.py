"""Who gets a digest: where, when, and of what."""

from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dazor.config import checks
from dazor.config.table import ClockTime, OwnPath, Slug, Table, Zone

Recipient = Annotated[str, AfterValidator(checks.recipient)]
Hours = Annotated[str, AfterValidator(checks.hours)]
Language = Annotated[str, AfterValidator(checks.language)]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Subscriber(Table):
    """Somebody who gets a digest, besides the files of the desk. Empty lists mean everything."""

    id: Slug = Field(description="Short name, for files and scripts.", examples=["editor"])
    to: Recipient | None = Field(
        default=None,
        description='A mail address; "file" or "atom": files or a private feed in the data folder.',
        examples=["editor@example.org"],
    )
    to_file: OwnPath | None = Field(
        default=None,
        description="Instead of to: a file that only you can read, with the address of a chat in it.",
        examples=["chat.secret"],
    )
    kind: Literal["daily", "weekly", "urgent"] = Field(
        default="daily",
        description="daily, weekly, or urgent: what urgent rules find, at once.",
        examples=["daily"],
    )
    send_at: ClockTime | None = Field(
        default=None,
        description="When, in the zone below. Without it: as [digest] send_at.",
        examples=[time(7, 30)],
    )
    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = Field(
        default="monday", description="Of a weekly one.", examples=["monday"]
    )
    zone: Zone | None = Field(
        default=None,
        description="Time zone of send_at and of the days. Without it: as [desk] zone.",
        examples=["Europe/Warsaw"],
    )
    sections: tuple[Slug, ...] = Field(
        default=(),
        description='What rules of these sections find; "other": of those that name none.',
        examples=[("military",)],
    )
    rules: tuple[Slug, ...] = Field(
        default=(), description="What these rules find.", examples=[("sanctions",)]
    )
    sources: tuple[Slug, ...] = Field(
        default=(), description="Texts of these sources.", examples=[("belta-ru",)]
    )
    languages: tuple[Language, ...] = Field(
        default=(),
        description="Texts in these languages, and those whose language is not certain.",
        examples=[("be", "ru")],
    )
    quiet: Hours | None = Field(
        default=None,
        description="Hours in which urgent news waits and is bundled.",
        examples=["22:00-07:00"],
    )
    send_empty: bool = Field(
        default=True, description="Send a digest in which nothing matched, too.", examples=[True]
    )
    links: Literal["plain", "defanged", "none"] = Field(
        default="plain",
        description="plain; defanged: nobody can click on them (hxxps://news[.]example); or none.",
        examples=["plain"],
    )
    content: Literal["full", "notice"] = Field(
        default="full", description="full; notice: says that the digest is ready, no more.", examples=["full"]
    )
    pgp_key_file: OwnPath | None = Field(
        default=None,
        description="The reader's public OpenPGP key: mail goes encrypted to it, and not at all without.",
        examples=["editor.asc"],
    )

    hears_of_losses: bool = Field(
        default=False,
        description="Told also, once, when letters to others do not arrive.",
        examples=[True],
    )

    @property
    def channel(self) -> str:
        """How it goes there: mail, file, atom, apprise."""
        if self.to is None or "://" in self.to:
            return "apprise"
        return self.to if self.to in (checks.FOLDER, checks.FEED) else "mail"

    def is_quiet(self, clock: time) -> bool:
        """Whether the quiet hours hold at a time of day in the subscriber's zone."""
        if self.quiet is None:
            return False
        start, end = map(time.fromisoformat, self.quiet.split("-"))
        return start <= clock < end if start < end else clock >= start or clock < end
