"""
Copies that only a passphrase or a key opens, in the age format (age-encryption.org/v1).

With a passphrase, a key pair is made once; each copy carries its secret half,
locked with the passphrase, as `key.age`. With a recipient this machine has the
public half alone and cannot open what it writes. The program age opens both.
"""

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage
from pyrage import passphrase, x25519

from store.errors import StoreError, UsageError

KEY_FILE = "key.age"
SHORTEST = 12


class Readable(Protocol):
    """What bytes come from."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What copies are locked with."""

    recipient: str  # public key, age1…
    identity: str | None = field(default=None, repr=False)  # secret key; None: it is not on this machine
    key_file: bytes | None = field(default=None, repr=False)  # the secret key, locked with the passphrase


def for_recipient(recipient: str) -> Seal:
    """Of a public key. Raises `UsageError` where it is none."""
    try:
        x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise UsageError(
            f'[backup] recipient = "{recipient}": not a public key of age ({error}). Copy it once more.'
        ) from error
    return Seal(recipient=recipient)


def for_passphrase(words: str, before: bytes | None) -> Seal:
    """With the key of an earlier copy where the passphrase opens it; else with a new one."""
    if before is not None:
        try:
            return _seal(_unlocked(words, before), before)
        except (pyrage.DecryptError, pyrage.IdentityError):
            pass  # the passphrase was changed
    secret = str(x25519.Identity.generate())
    return _seal(secret, passphrase.encrypt(secret.encode() + b"\n", words))


def identity_in(key_file: bytes, words: str, name: str) -> str:
    """The secret key of a copy. Raises `StoreError` where the passphrase does not open it."""
    try:
        return _unlocked(words, key_file)
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise StoreError(
            f"backup: {name}: the passphrase does not open it. Give the one of the day the copy was made."
        ) from error


def read_passphrase(path: Path) -> str:
    """The first line of a file that nobody else can read. Raises `UsageError`."""
    words = _read_secret(path).partition("\n")[0].strip()
    if len(words) < SHORTEST:
        raise UsageError(
            f"{path}: a passphrase of {len(words)} characters is guessed. Write {SHORTEST} or more, "
            "as in six words from a dictionary."
        )
    return words


def read_identity(path: Path) -> str:
    """The secret key in a file as `age-keygen` writes it. Raises `UsageError`."""
    for line in _read_secret(path).splitlines():
        if line.startswith("AGE-SECRET-KEY-1"):
            try:
                return str(x25519.Identity.from_str(line.strip()))
            except pyrage.IdentityError as error:
                raise UsageError(f"{path}: its secret key is damaged ({error}).") from error
    raise UsageError(f"{path}: there is no line that begins with AGE-SECRET-KEY-1. Name another file.")


def lock(source: Readable, target: BinaryIO, seal: Seal) -> None:
    """Write what `source` gives, sealed. Errors of both come as they are."""
    guarded = _Guarded(source, target)
    try:
        pyrage.encrypt_io(guarded, guarded, [x25519.Recipient.from_str(seal.recipient)])
    except (pyrage.EncryptError, OSError):
        guarded.explain()
        raise


def unlock(source: BinaryIO, target: BinaryIO, identity: str) -> None:
    """Write what was sealed. Raises `ValueError` where it is damaged or the key does not open it."""
    guarded = _Guarded(source, target)
    try:
        pyrage.decrypt_io(guarded, guarded, [x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, OSError) as error:
        guarded.explain()
        raise ValueError(f"the key does not open it, or it is damaged ({error})") from error


class _Guarded:
    """A source and a target whose errors are remembered: the library tells only their words."""

    def __init__(self, source: Readable, target: BinaryIO) -> None:
        self.source = source
        self.target = target
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self.source.read(size)
        except (OSError, ValueError) as error:
            self.error = error
            raise

    def write(self, content: bytes) -> int:
        try:
            return self.target.write(content)
        except (OSError, ValueError) as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.target.flush()

    def explain(self) -> None:
        if self.error is not None:
            raise self.error


def _seal(secret: str, key_file: bytes) -> Seal:
    public = str(x25519.Identity.from_str(secret).to_public())
    return Seal(recipient=public, identity=secret, key_file=key_file)


def _unlocked(words: str, key_file: bytes) -> str:
    secret = passphrase.decrypt(key_file, words).decode("ascii", "replace").strip()
    return str(x25519.Identity.from_str(secret))


def _read_secret(path: Path) -> str:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UsageError(f"{path}: others can read it. Close it with: chmod 600 {path}")
        return path.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Correct the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not text. Name another file.") from error
