"""Answers as bytes: Telegram's own serialisation, in which they are captured and read again years later."""

from typing import Any

from telethon.extensions import BinaryReader
from telethon.tl.alltlobjects import LAYER
from telethon.tl.tlobject import TLObject

CONTENT_TYPE = "application/x-telegram-tl"
LAYER_HEADER = ("layer", str(LAYER))  # which scheme the bytes are written in


def write(answer: TLObject) -> bytes:
    """An answer as Telegram would send it."""
    written: bytes = answer._bytes()
    return written


def read(body: bytes) -> Any:
    """What `write` wrote."""
    with BinaryReader(body) as reader:
        return reader.tgread_object()
