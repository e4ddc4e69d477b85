"""OpenPGP by Sequoia: the extra `pgp`. Imported where a reader has a key, and nowhere else."""

from datetime import datetime

import pysequoia


def encrypted(content: bytes, public_key: bytes, now: datetime) -> bytes:
    """ASCII armour for the owner of a key. Raises ValueError for a key that cannot be used now."""
    if b"PGP PRIVATE KEY BLOCK" in public_key:
        raise ValueError("a private key, which belongs to its reader alone")
    try:
        recipient = pysequoia.Cert.from_bytes(public_key)
    except RuntimeError as error:  # all that pysequoia raises
        raise ValueError("not an OpenPGP key") from error
    if recipient.is_revoked:
        raise ValueError("the key was revoked")
    # Sequoia itself encrypts to a key that has expired.
    if recipient.expiration is not None and recipient.expiration <= now:
        raise ValueError(f"the key expired on {recipient.expiration:%Y-%m-%d}")
    try:
        return pysequoia.encrypt(recipients=[recipient], bytes=content)
    except RuntimeError as error:
        raise ValueError("nothing can be encrypted to this key") from error
