"""Logins: number and code, the password of the second step (SRP), QR code."""

import os
from datetime import timedelta
from typing import Any

from telethon import password
from telethon.tl import types

from tgserver.answers.auth import authorised
from tgserver.faults import RpcError
from tgserver.handshake import GENERATOR, GOOD_PRIME, PRIME_BYTES
from tgserver.stamps import now

SALTS = b"rig-salt-1", b"rig-salt-2"
TOKEN_LASTS = timedelta(seconds=30)
_sha, _padded = password.sha256, password.big_num_for_hash


def send_code(server: Any, _connection: Any, asked: Any) -> Any:
    auth = server.world.auth
    if "+" + asked.phone_number.lstrip("+") != auth["phone"]:
        raise RpcError(400, "PHONE_NUMBER_INVALID")
    way = types.auth.SentCodeTypeApp(len(auth["code"]))
    return types.auth.SentCode(way, f"hash-{auth['code']}", timeout=60)


def sign_in(server: Any, connection: Any, asked: Any) -> Any:
    auth = server.world.auth
    if asked.phone_code != auth["code"]:
        raise RpcError(400, "PHONE_CODE_INVALID")
    if auth["password"]:
        raise RpcError(401, "SESSION_PASSWORD_NEEDED")
    return authorised(server, connection)


def get_password(server: Any, connection: Any, _asked: Any) -> Any:
    """The question of the second step (core.telegram.org/api/srp)."""
    words = server.world.auth["password"]
    told: dict[str, Any] = {}
    if words:
        verifier = int.from_bytes(password.compute_digest(_algorithm(), words), "big")
        secret = int.from_bytes(os.urandom(256), "big")
        public = (_multiplier() * verifier + pow(GENERATOR, secret, GOOD_PRIME)) % GOOD_PRIME
        connection.key.srp = (secret, public, verifier)
        told = {"has_password": True, "current_algo": _algorithm(), "srp_B": _padded(public), "srp_id": 7}
        told["hint"] = "rig"
    return types.account.Password(_algorithm(), types.SecurePasswordKdfAlgoUnknown(), os.urandom(16), **told)


def check_password(server: Any, connection: Any, asked: Any) -> Any:
    """Whether the proof fits the password, which is never sent."""
    secret, public, verifier = connection.key.srp
    theirs = int.from_bytes(asked.password.A, "big")
    mixed = int.from_bytes(_sha(_padded(theirs), _padded(public)), "big")
    shared = _sha(_padded(pow(theirs * pow(verifier, mixed, GOOD_PRIME), secret, GOOD_PRIME)))
    group = password.xor(_sha(PRIME_BYTES), _sha(_padded(GENERATOR)))
    proof = _sha(group, *map(_sha, SALTS), _padded(theirs), _padded(public), shared)
    if proof != asked.password.M1:
        raise RpcError(400, "PASSWORD_HASH_INVALID")
    return authorised(server, connection)


def export_token(server: Any, connection: Any, _asked: Any) -> Any:
    """The token of a QR code; the login, once a telephone has taken it."""
    key = connection.key
    if not key.is_accepted:
        return types.auth.LoginToken(now() + TOKEN_LASTS, b"qr-%d" % (key.id % 10**9))
    if server.world.auth["password"] and not key.is_authorised:
        raise RpcError(401, "SESSION_PASSWORD_NEEDED")
    return types.auth.LoginTokenSuccess(authorised(server, connection))


def _algorithm() -> Any:
    return types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
        *SALTS, GENERATOR, PRIME_BYTES
    )


def _multiplier() -> int:
    return int.from_bytes(_sha(PRIME_BYTES, _padded(GENERATOR)), "big")


ANSWERS = {
    "auth.sendCode": send_code,
    "auth.signIn": sign_in,
    "auth.checkPassword": check_password,
    "auth.exportLoginToken": export_token,
    "account.getPassword": get_password,
}
