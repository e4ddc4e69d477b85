"""An account as the settings have it: its secrets, and where its session lies."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from dazor.config import Config, secrets
from store.errors import UsageError

FOLDER_MODE = 0o700
FILE_MODE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to connect, in a rehearsal."""

    address: str
    port: int
    dc_id: int
    public_key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is needed to speak for an account. Nothing of it is ever printed but its name."""

    name: str
    api_id: int = field(repr=False)
    api_hash: str = field(repr=False)
    session_path: Path
    session_text: str | None = field(repr=False)  # from a variable or file; None: it lies at `session_path`
    server: Server | None  # None: Telegram
    timeout_s: float

    @property
    def lock_path(self) -> Path:
        """Held while the session is in use: one process at a time."""
        return self.session_path.with_suffix(".lock")


def of(config: Config, name: str) -> Account:
    """The account with this name. Raises `UsageError` for what is missing or readable by others."""
    settings = config.telegram
    if name not in settings.accounts:
        raise UsageError(_unknown(name, settings.accounts))
    return Account(
        name=name,
        api_id=_api_id(config),
        api_hash=_api_hash(config),
        session_path=config.data_folder / "telegram" / f"{name}.session",
        session_text=_session(config),
        server=_server(config),
        timeout_s=settings.timeout_s,
    )


def one(config: Config, name: str | None) -> Account:
    """The account that is meant: the named one, else the only one."""
    names = config.telegram.accounts
    if name is None and len(names) > 1:
        raise UsageError(
            f"telegram: there are several accounts: {', '.join(names)}. Name one: --account NAME."
        )
    return of(config, name or next(iter(names), ""))


def _unknown(name: str, names: tuple[str, ...]) -> str:
    if not names:
        return (
            "config.toml: [telegram] accounts is empty: channels are read from their previews. "
            'To use an account, give it a name of your choice: accounts = ["desk"].'
        )
    return f"telegram: there is no account {name!r} in [telegram] accounts. There are: {', '.join(names)}."


def _api_id(config: Config) -> int:
    text = _secret(config, secrets.API_ID, config.telegram.api_id_file, "api_id")
    if not re.fullmatch(r"[1-9]\d{0,9}", text):
        raise UsageError(f"telegram: {secrets.API_ID} is not a number. my.telegram.org shows the api_id.")
    return int(text)


def _api_hash(config: Config) -> str:
    """Telegram itself says whether it is right: what other servers take is theirs to know."""
    return _secret(config, secrets.API_HASH, config.telegram.api_hash_file, "api_hash")


def _secret(config: Config, variable: str, path: Path | None, key: str) -> str:
    """From the variable, else from the file."""
    if found := config.variables.get(variable, "").strip():
        return found
    if path is None:
        raise UsageError(
            f"telegram: an account needs an {key} of my.telegram.org. Set the variable {variable}, "
            f"or name a file that only you can read: [telegram] {key}_file."
        )
    return secrets.read(path)


def _session(config: Config) -> str | None:
    found = config.variables.get(secrets.SESSION, "").strip()
    if found and len(config.telegram.accounts) > 1:
        raise UsageError(
            f"telegram: {secrets.SESSION} holds one session, and [telegram] accounts names several. "
            "Unset it and log each of them in: `dazor telegram login --account NAME`."
        )
    path = config.telegram.session_file
    return found or (secrets.read(path) if path else None)


def _server(config: Config) -> Server | None:
    named = config.telegram.server
    if named.address is None:
        return None
    if named.public_key_file is None:
        raise UsageError(
            "config.toml: [telegram.server] public_key_file is missing: no server is believed without."
        )
    try:
        pem = named.public_key_file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{named.public_key_file}: no key can be read from it. Name its PEM file."
        ) from error
    if "-----BEGIN RSA PUBLIC KEY-----" not in pem:
        raise UsageError(f"{named.public_key_file}: not a public key in PEM form (PKCS#1).")
    return Server(address=named.address, port=named.port, dc_id=named.dc_id, public_key=pem)
