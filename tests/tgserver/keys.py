"""Keys: the server's own, and those that clients have agreed on with it."""

import json
import os
import struct
import subprocess
from pathlib import Path
from typing import Any

import rsa
from telethon.crypto import AuthKey
from telethon.crypto.rsa import _compute_fingerprint


class Key:
    """What a client has agreed on; a login is bound to it."""

    def __init__(self, data: bytes, *, is_authorised: bool = False, salt: int | None = None):
        self.auth = AuthKey(data)
        self.id = self.auth.key_id
        self.is_authorised = is_authorised
        self.salt = new_salt() if salt is None else salt
        self.error: tuple[int, str] | None = None  # what every call gets
        self.is_accepted = False  # by QR code
        self.sessions: set[int] = set()
        self.srp: tuple[int, int, int] | None = None  # of the password check under way


class Keys:
    """All of them; in the folder they outlive the server."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.private = _own(folder / "server_key.pem")
        public = rsa.PublicKey(self.private.n, self.private.e)
        self.public_path = folder / "server_pub.pem"
        self.public_path.write_bytes(public.save_pkcs1())
        self.fingerprint: int = _compute_fingerprint(public)
        self.by_id: dict[int, Key] = {}
        self._load()

    def add(self, key: Key) -> None:
        """A client has agreed on a key."""
        self.by_id[key.id] = key
        self.save()

    def clear(self) -> None:
        """Forget every client."""
        self.by_id.clear()
        self.save()

    def save(self) -> None:
        """Write them down."""
        rows = [
            {"key": key.auth.key.hex(), "authorised": key.is_authorised, "salt": key.salt}
            for key in self.by_id.values()
        ]
        self._path.write_text(json.dumps(rows))

    def _load(self) -> None:
        rows: list[dict[str, Any]] = json.loads(self._path.read_text()) if self._path.exists() else []
        for row in rows:
            key = Key(bytes.fromhex(row["key"]), is_authorised=row["authorised"], salt=row["salt"])
            self.by_id[key.id] = key

    @property
    def _path(self) -> Path:
        return self.folder / "auth_keys.json"


def new_salt() -> int:
    """A salt that nobody has used."""
    salt: int = struct.unpack("<q", os.urandom(8))[0]
    return salt


def _own(path: Path) -> rsa.PrivateKey:
    """The key of the server: made once; the tool of OpenSSL is ten times as fast as Python."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            made = ["openssl", "genrsa", "-traditional", "2048"]
            pem = subprocess.run(made, capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            pem = rsa.newkeys(2048)[1].save_pkcs1()
        path.write_bytes(pem)
    return rsa.PrivateKey.load_pkcs1(path.read_bytes())
