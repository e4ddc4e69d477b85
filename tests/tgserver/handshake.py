"""How a client and the server agree on a key (core.telegram.org/mtproto/auth_key)."""

import hashlib
import os
import time
from typing import Any

import rsa
from telethon import helpers
from telethon.crypto import AES
from telethon.extensions import BinaryReader
from telethon.tl import functions, types

from tgserver.keys import Key, Keys

GOOD_PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DB"
    "FA336F6E0AC925139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64"
    "2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B41"
    "0DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4"
    "E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF"
    "6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
PRIME_BYTES = GOOD_PRIME.to_bytes(256, "big")
GENERATOR = 3
PQ = (1229739323 * 1402015859).to_bytes(8, "big")


class Handshake:
    """One agreement, step by step."""

    def __init__(self, keys: Keys, *, is_authorised: bool):
        self.keys, self.is_authorised = keys, is_authorised
        self.server_nonce = int.from_bytes(os.urandom(16), "little", signed=True)
        self.new_nonce = 0
        self.secret = int.from_bytes(os.urandom(256), "big")
        self.temporary: tuple[bytes, bytes] = b"", b""

    def answer(self, asked: Any) -> Any:
        """What the server says to a step. Raises `ConnectionError` for what is none."""
        if isinstance(asked, functions.ReqPqMultiRequest | functions.ReqPqRequest):
            return types.ResPQ(asked.nonce, self.server_nonce, PQ, [self.keys.fingerprint])
        if isinstance(asked, functions.ReqDHParamsRequest):
            return self._offer(asked)
        if isinstance(asked, functions.SetClientDHParamsRequest):
            return self._agree(asked)
        raise ConnectionError(f"not a step of a handshake: {asked!r}")

    def _offer(self, asked: Any) -> Any:
        private = self.keys.private
        number = rsa.core.decrypt_int(int.from_bytes(asked.encrypted_data, "big"), private.d, private.n)
        clear = number.to_bytes(255, "big")
        inner, size = _read(clear[20:])
        if _sha1(clear[20 : 20 + size]) != clear[:20] or inner.server_nonce != self.server_nonce:
            raise ConnectionError("the client has encrypted something else")
        self.new_nonce = inner.new_nonce
        public = pow(GENERATOR, self.secret, GOOD_PRIME).to_bytes(256, "big")
        offer = types.ServerDHInnerData(
            asked.nonce, self.server_nonce, GENERATOR, PRIME_BYTES, public, int(time.time())
        )._bytes()
        self.temporary = helpers.generate_key_data_from_nonce(self.server_nonce, self.new_nonce)
        blob = _sha1(offer) + offer
        blob += os.urandom(-len(blob) % 16)
        return types.ServerDHParamsOk(asked.nonce, self.server_nonce, AES.encrypt_ige(blob, *self.temporary))

    def _agree(self, asked: Any) -> Any:
        inner, _ = _read(AES.decrypt_ige(asked.encrypted_data, *self.temporary)[20:])
        shared = pow(int.from_bytes(inner.g_b, "big"), self.secret, GOOD_PRIME)
        data = shared.to_bytes((shared.bit_length() + 7) // 8, "big")
        key = Key(data, is_authorised=self.is_authorised)
        self.keys.add(key)
        return types.DhGenOk(asked.nonce, self.server_nonce, key.auth.calc_new_nonce_hash(self.new_nonce, 1))


def _read(data: bytes) -> tuple[Any, int]:
    """An object and how many bytes it took."""
    with BinaryReader(data) as reader:
        found = reader.tgread_object()
        return found, reader.tell_position()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data).digest()
