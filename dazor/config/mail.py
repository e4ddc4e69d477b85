"""How mail is sent, and in whose name."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from dazor.config import checks
from dazor.config.table import OwnPath, Table

Mailbox = Annotated[str, AfterValidator(checks.mailbox)]
Host = Annotated[str, AfterValidator(checks.host)]
Words = Annotated[str, AfterValidator(checks.one_line)]
PORTS = {"starttls": 587, "tls": 465, "none": 25}
HERE = ("localhost", "127.0.0.1", "::1")


class Mail(Table):
    """The server that takes mail of subscribers, and what stands on it."""

    host: Host | None = Field(
        default=None, description="The server that takes it; needed for mail.", examples=["mail.example.org"]
    )
    port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Its port. Without it: 587, 465 or 25, as tls says.",
        examples=[587],
    )
    user: Words | None = Field(
        default=None,
        description="The name to log in with; the password comes from DAZOR_MAIL_PASSWORD or password_file.",
        examples=["digest@example.org"],
    )
    password_file: OwnPath | None = Field(
        default=None,
        description="A file with the password that only you can read; DAZOR_MAIL_PASSWORD goes first.",
        examples=["mail.secret"],
    )
    tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls; tls from the first byte; none: for a server on this machine.",
        examples=["starttls"],
    )
    ca_file: OwnPath | None = Field(
        default=None,
        description="The certificate to believe, of a server of your own. Without it: the usual ones.",
        examples=["mail.pem"],
    )
    sender: Mailbox | None = Field(
        default=None, alias="from", description="The sender's address.", examples=["digest@example.org"]
    )
    sender_name: Words | None = Field(
        default=None,
        alias="from_name",
        description="The sender's name. Without it: the address alone.",
        examples=["Morning digest"],
    )
    subject: Words | None = Field(
        default=None,
        description="Stands in every mail instead of the subject that Dazor writes.",
        examples=["Digest"],
    )
    message_id_domain: Host | None = Field(
        default=None,
        description="What follows the @ of a Message-ID and greets the server. Without it: as in from.",
        examples=["example.org"],
    )
    unsubscribe: Mailbox | None = Field(
        default=None,
        description="Where readers write who want no more. Without it: the sender's address.",
        examples=["desk@example.org"],
    )
    timeout_s: float = Field(
        default=60, gt=0, le=600, description="Seconds to wait for one answer.", examples=[60]
    )
    give_up_days: int = Field(
        default=5,
        ge=1,
        le=30,
        description="After so many days of trying a letter is given up, by mail or another way.",
        examples=[5],
    )

    @model_validator(mode="after")
    def _fits_together(self) -> "Mail":
        if self.host is not None and self.sender is None:
            raise PydanticCustomError(
                "whole", 'a sender is needed where host is set. Write from = "digest@example.org".'
            )
        if self.tls == "none" and self.user is not None and self.host not in HERE:
            raise PydanticCustomError(
                "whole",
                'with tls = "none" the password would travel in the open. Write tls = "starttls" or "tls".',
            )
        return self

    @property
    def door(self) -> int:
        """The port that is knocked at."""
        return self.port or PORTS[self.tls]

    @property
    def domain(self) -> str:
        """What stands for this machine in a mail; its own name is told to nobody."""
        return self.message_id_domain or (self.sender or "@localhost").rpartition("@")[2]

    def password_in_file(self) -> str | None:
        """The password as its file holds it; None: no file is named. Raises OSError."""
        if self.password_file is None:
            return None
        return self.password_file.read_text("utf-8", "replace").strip() or None
