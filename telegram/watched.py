"""A channel that an account reads, with what is needed to ask for it and to write down its answers."""

from dataclasses import dataclass
from functools import partial

from telethon.tl.types import InputPeerChannel

from dazor.catalogue import Source
from dazor.text.language import guess
from store import channels
from store.channels import Channel
from store.database import Database
from store.looks import Reader
from telegram import convert, serial

KIND = "account"  # of the entry point that stands for it in the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A source and its channel, as one account reaches it."""

    source: Source
    channel: Channel
    access_hash: int

    @property
    def peer(self) -> InputPeerChannel:
        """What a call names the channel by; no name is looked up."""
        return InputPeerChannel(self.channel.id, self.access_hash)

    @property
    def name(self) -> str:
        """The user name that stands in addresses."""
        return self.channel.username or self.source.channel or str(self.channel.id)

    @property
    def url(self) -> str:
        """The address of its entry point in the store."""
        return f"https://t.me/{self.source.channel}"

    @property
    def reader(self) -> Reader:
        """How its answers are read today."""
        return Reader(
            name=convert.READER,
            language=partial(guess, languages=self.source.languages),
            again=lambda body: convert.page(serial.read(body), self.name).posts,
        )


def find(db: Database, source: Source, account: str) -> Watched | None:
    """A source as the account reaches it; None: its channel is not known, not confirmed, or of another."""
    channel = channels.of_source(db, source.id)
    if channel is None or channel.account != account or channel.confirmed_at is None:
        return None
    access_hash = channels.access_hash(db, account, channel.id)
    return None if access_hash is None else Watched(source=source, channel=channel, access_hash=access_hash)
