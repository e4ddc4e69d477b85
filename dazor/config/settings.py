"""Every setting with its default, what it is for, and how it is written."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dazor.config import checks
from dazor.config.backup import Backup
from dazor.config.health import HealthSettings
from dazor.config.mail import Mail
from dazor.config.subscribers import Subscriber
from dazor.config.table import BaseAddress, Contact, Network, OwnPath, Slug, Table, TimeOfDay, Zone

MEGABYTE = 1_000_000


class Store(Table):
    """Where everything collected is kept."""

    path: OwnPath = Field(
        default=Path("data/news.db"),
        description="The database; its folder also holds raw pages and digests.",
        examples=["data/news.db"],
    )


class Desk(Table):
    """The people who read."""

    zone: Zone = Field(
        default="Europe/Vilnius",
        description="Time zone of days and weeks, digests and charts.",
        examples=["Europe/Vilnius"],
    )

    @property
    def zoneinfo(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.zone)


class Section(Table):
    """A section of the review. Rules name sections by their id."""

    id: Slug = Field(description="Short name that rules use.", examples=["military"])
    heading: str = Field(
        description="As it stands in the digest.", examples=["MILITARY DEVELOPMENTS"], min_length=1
    )


class CatalogueSettings(Table):
    """Which sources are watched."""

    folder: OwnPath = Field(
        default=Path("sources"),
        description="Source files of your own; one with the id of a shipped source replaces it.",
        examples=["sources"],
    )
    only: tuple[Slug, ...] = Field(
        default=(),
        description='Watch these sources only, as in ["belta-ru", "pul_1"]. Empty: all that are on.',
        examples=[("belta-ru", "pul_1")],
    )


class Crawl(Table):
    """How sites are visited."""

    contact: Contact | None = Field(
        default=None,
        description="Sent to every site so that its people can write; needed for all but private addresses.",
        examples=["mailto:operator@example.org"],
    )
    delay_s: float = Field(
        default=1.5,
        ge=0,
        le=600,
        description="Seconds between two requests to one site; a source file may ask for more.",
        examples=[1.5],
    )
    timeout_s: float = Field(
        default=30,
        gt=0,
        le=600,
        description="Seconds to wait for one answer.",
        examples=[30],
    )
    allow_private: tuple[Network, ...] = Field(
        default=(),
        description='Loopback and private addresses that may be visited, as in ["127.0.0.0/8"]. Empty: none.',
        examples=[("127.0.0.0/8",)],
    )


class Digest(Table):
    """The morning digest."""

    send_at: TimeOfDay = Field(
        default=time(7, 30),
        description="When it is written, in the desk's zone; 04:00 or later, because of clock changes.",
        examples=[time(7, 30)],
    )
    first_days: int = Field(
        default=2,
        ge=0,
        le=3650,
        description="What was older, in days, when its source was first collected stays out of the digest.",
        examples=[2],
    )


class TelegramWeb(Table):
    """Public preview pages of channels: no account is needed."""

    base_url: BaseAddress = Field(
        default="https://t.me",
        description="Where they are; change it for rehearsals only.",
        examples=["https://t.me"],
    )


class TelegramServer(Table):
    """The server that accounts speak to, for rehearsals: all of it is left out for Telegram itself."""

    address: str | None = Field(
        default=None, description="Its IP address; none: Telegram.", examples=["127.0.0.1"]
    )
    port: int = Field(default=443, ge=1, le=65535, description="Where it listens.", examples=[4430])
    dc_id: int = Field(default=2, ge=1, le=5, description="Which data centre it plays.", examples=[2])
    public_key_file: OwnPath | None = Field(
        default=None, description="Its public key, a PEM file.", examples=["server.pem"]
    )

    @field_validator("address")
    @classmethod
    def _is_an_address(cls, text: str | None) -> str | None:
        return text and str(checks.ip_address(text))


class Telegram(Table):
    """Telegram channels: by an account where one is named, else by their public preview pages."""

    accounts: tuple[Slug, ...] = Field(
        default=(),
        description='Names of your choice for accounts, as in ["desk"]. Empty: previews only.',
        examples=[("desk",)],
    )
    api_id_file: OwnPath | None = Field(
        default=None,
        description="File with the api_id of my.telegram.org, unless DAZOR_TELEGRAM_API_ID holds it.",
        examples=["/etc/dazor/api_id"],
    )
    api_hash_file: OwnPath | None = Field(
        default=None,
        description="File with the api_hash, unless DAZOR_TELEGRAM_API_HASH holds it.",
        examples=["/etc/dazor/api_hash"],
    )
    session_file: OwnPath | None = Field(
        default=None,
        description="File with the session of the one account as text, where `login` shall not keep it.",
        examples=["/run/credentials/dazor.service/session"],
    )
    delay_s: float = Field(
        default=1, ge=0, le=600, description="Seconds between two calls of an account.", examples=[1]
    )
    timeout_s: float = Field(
        default=60, gt=0, le=600, description="Seconds to wait for one answer.", examples=[60]
    )
    names_per_day: int = Field(
        default=20,
        ge=0,
        le=100,
        description="New channel names an account asks for in a day; more of them get accounts blocked.",
        examples=[20],
    )
    web: TelegramWeb
    server: TelegramServer

    @field_validator("accounts")
    @classmethod
    def _names_differ(cls, accounts: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(accounts)) < len(accounts):
            raise PydanticCustomError("whole", "an account is named twice. Name each once.")
        return accounts

    @model_validator(mode="after")
    def _one_session_is_of_one_account(self) -> "Telegram":
        if self.session_file is not None and len(self.accounts) > 1:
            raise PydanticCustomError(
                "whole",
                "session_file holds one session, and accounts names several. Use `dazor telegram login`.",
            )
        return self


class Photographs(Table):
    """Photographs of Telegram posts that a rule matches: they are fetched and kept as evidence."""

    is_on: bool = Field(default=True, description="false: none is fetched.", examples=[True])
    max_mb: float = Field(
        default=10,
        gt=0,
        le=100,
        description="Larger ones are not fetched; MB are 1,000,000 bytes.",
        examples=[10],
    )
    daily_mb: float = Field(
        default=200, ge=0, le=100_000, description="So much a day (UTC); the rest waits.", examples=[200]
    )

    @property
    def max_bytes(self) -> int:
        """The largest one that is fetched."""
        return round(self.max_mb * MEGABYTE)

    @property
    def daily_bytes(self) -> int:
        """What one day may take."""
        return round(self.daily_mb * MEGABYTE)


REVIEW = (
    Section(id="military", heading="MILITARY DEVELOPMENTS"),
    Section(id="political", heading="POLITICAL DEVELOPMENTS"),
    Section(id="rights", heading="HUMAN RIGHTS SITUATION AND INTERNATIONAL RESPONSE"),
    Section(id="propaganda", heading="PROPAGANDA"),
)


class Config(Table):
    """Settings of Dazor."""

    store: Store
    desk: Desk
    sections: tuple[Section, ...] = Field(default=REVIEW, alias="section")
    catalogue: CatalogueSettings
    crawl: Crawl
    digest: Digest
    subscribers: tuple[Subscriber, ...] = Field(default=(), alias="subscriber")
    mail: Mail
    telegram: Telegram
    backup: Backup
    health: HealthSettings
    photographs: Photographs

    _folder: Path = Path()
    _file_name: str = "config.toml"
    _proxy_password: str | None = None
    _mail_password: str | None = None
    _variables: Mapping[str, str] = {}

    def model_post_init(self, context: Any) -> None:
        """Remember where the file lies, and what does not stand in it."""
        self._folder = (context or {}).get("folder", Path())
        self._file_name = (context or {}).get("file_name", "config.toml")
        self._proxy_password = (context or {}).get("proxy_password")
        self._mail_password = (context or {}).get("mail_password")
        self._variables = (context or {}).get("variables", {})

    @field_validator("sections")
    @classmethod
    def _ids_differ(cls, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        if not sections:
            raise PydanticCustomError(
                "whole", "one section is needed at least: [[section]] with id and heading."
            )
        _differ([section.id for section in sections], "sections")
        return sections

    @field_validator("subscribers")
    @classmethod
    def _subscribers_differ(cls, subscribers: tuple[Subscriber, ...]) -> tuple[Subscriber, ...]:
        _differ([subscriber.id for subscriber in subscribers], "subscribers")
        return subscribers

    @property
    def proxy_password(self) -> str | None:
        """Of the proxies that sources name; None: not set."""
        return self._proxy_password

    @property
    def mail_password(self) -> str | None:
        """To log in with the mail server, from outside or from its file; None: not set. Raises OSError."""
        return self._mail_password or self.mail.password_in_file()

    @property
    def folder(self) -> Path:
        """The folder of the settings, from which relative paths in them start."""
        return self._folder

    @property
    def config_file(self) -> Path:
        """The settings themselves."""
        return self._folder / self._file_name

    @property
    def variables(self) -> Mapping[str, str]:
        """The secrets among the variables of the environment, by their names."""
        return self._variables

    @property
    def rules_file(self) -> Path:
        """The rules, beside the settings."""
        return self._folder / "rules.toml"

    @property
    def entities_file(self) -> Path:
        """The desk's own part of the register, beside the settings."""
        return self._folder / "entities.toml"

    @property
    def data_folder(self) -> Path:
        """The folder of the database, with everything that belongs to it."""
        return self.store.path.parent


def _differ(ids: list[str], what: str) -> None:
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise PydanticCustomError(
            "whole",
            "two {what} have the id {id}. Give each an id of its own.",
            {"what": what, "id": ", ".join(twice)},
        )
