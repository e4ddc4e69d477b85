"""Sessions: whoever has one is logged in. They are refused where something is wrong with them."""

import ipaddress
import os
import stat
import struct
from pathlib import Path

from telethon.sessions import MemorySession, SQLiteSession, StringSession
from telethon.sessions.sqlite import CURRENT_VERSION

from dazor.config import secrets
from store import session_files
from store.errors import DazorError, UsageError
from telegram.account import FILE_MODE, FOLDER_MODE, Account


class NoSession(DazorError):
    """Nobody has logged in yet."""

    def __init__(self, account: str):
        super().__init__(
            f"telegram: account {account} has not logged in. `dazor telegram login` does that; "
            "until then its channels are read from their previews."
        )


def kept(account: Account) -> MemorySession:
    """
    The session of an account, pointed at its server. Raises `NoSession`, or `UsageError` for one to refuse.

    Names and telephone numbers that come along are not kept in it.
    """
    session = _from_text(account) if account.session_text else _from_file(account)
    session.save_entities = False
    _refuse_elsewhere(account, session.server_address, session.port)
    return session


def fresh(account: Account) -> StringSession:
    """An empty session in memory: what a login that ends early leaves behind."""
    session = StringSession()
    if account.server:
        session.set_dc(account.server.dc_id, account.server.address, account.server.port)
    return session


def keep(account: Account, session: MemorySession) -> None:
    """Write a session that is logged in to its file, whole or not at all, for the eyes of its owner only."""
    prepare_folder(account.session_path.parent)
    new = account.session_path.with_suffix(".new.session")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
    try:
        written = SQLiteSession(str(new))
        written.set_dc(session.dc_id, session.server_address, session.port)
        written.auth_key = session.auth_key
        written.save()
        written.close()
        new.replace(account.session_path)
    finally:
        new.unlink(missing_ok=True)


def forget(account: Account) -> bool:
    """Remove the session file; False: there was none."""
    is_there = account.session_path.exists()
    account.session_path.unlink(missing_ok=True)
    account.session_path.with_name(f"{account.session_path.name}-journal").unlink(missing_ok=True)
    return is_there


def prepare_folder(folder: Path) -> None:
    """Make the folder of the sessions, closed to others; close it where it is open."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(FOLDER_MODE)


def _from_text(account: Account) -> MemorySession:
    try:
        session = StringSession(account.session_text)
    except (ValueError, struct.error) as error:
        raise _no_session(secrets.SESSION) from error
    if session.auth_key is None:
        raise _no_session(secrets.SESSION)
    return session


def _from_file(account: Account) -> MemorySession:
    path = account.session_path
    if not path.exists():
        raise NoSession(account.name)
    secrets.refuse_readable(path)
    prepare_folder(path.parent)
    found = session_files.look(path)
    if found is None:
        raise _no_session(str(path))
    if found.version > CURRENT_VERSION:
        raise UsageError(
            f"{path}: the session in it was written by a newer Telethon (form {found.version}, "
            f"this one knows {CURRENT_VERSION}). "
            "Install the newer Dazor, or log in again; the file is unchanged."
        )
    if not found.has_key:
        raise NoSession(account.name)
    _refuse_elsewhere(account, found.address, found.port)
    return SQLiteSession(str(path))


def _refuse_elsewhere(account: Account, address: str | None, port: int | None) -> None:
    """A session of one server is never shown to another."""
    server = account.server
    if server and (address, port) == (server.address, server.port):
        return
    if server is None and address and not ipaddress.ip_address(address).is_private:
        return
    wanted = f"[telegram.server] names {server.address}:{server.port}" if server else "Telegram is meant"
    raise UsageError(
        f"telegram: the session of account {account.name} belongs to another server ({address}:{port}), "
        f"and {wanted}. Use another account name for each server; the session is unchanged."
    )


def _no_session(place: str) -> UsageError:
    return UsageError(f"{place}: not a session of Telethon. `dazor telegram login` makes one.")
