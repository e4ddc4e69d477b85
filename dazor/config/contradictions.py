"""What settings say that does not fit together, though each is well formed."""

import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import time
from pathlib import Path

from dazor.config import clocks
from dazor.config.settings import Config
from dazor.config.subscribers import Subscriber
from dazor.config.words import did_you_mean, toml

DESK = "desk"  # the subscriber that is always there
OTHER = "other"  # the section of rules that name none


def found(config: Config) -> Iterator[str]:
    """A sentence for each, with its place and what to write."""
    sections = [*(section.id for section in config.sections), OTHER]
    for where, one in _numbered(config.subscribers):
        if one.id == DESK:
            yield f'{where}id = "{DESK}": that is Dazor\'s own, whose digests are files. Write another.'
        yield from _recipient(where, one)
        yield from _letters(where, one, config)
        yield from _clock(where, one, config)
        yield from _unknown(f"{where}sections", "section", one.sections, sections)
    if config.mail.password_file is not None:
        yield from _secret("[mail] password_file", config.mail.password_file)
    if config.mail.ca_file is not None:
        yield from _readable("[mail] ca_file", config.mail.ca_file)


def unknown_names(config: Config, rules: Collection[str], sources: Collection[str]) -> Iterator[str]:
    """A sentence for each rule and source that a subscriber names and that does not exist."""
    for where, one in _numbered(config.subscribers):
        yield from _unknown(f"{where}rules", "rule", one.rules, rules)
        yield from _unknown(f"{where}sources", "source", one.sources, sources)


def _numbered(subscribers: Iterable[Subscriber]) -> Iterator[tuple[str, Subscriber]]:
    for number, one in enumerate(subscribers, 1):
        yield f"[[subscriber]] {number} ", one


def _recipient(where: str, one: Subscriber) -> Iterator[str]:
    if (one.to is None) == (one.to_file is None):
        yield f'{where}to: one of to and to_file is needed. Write to = "reader@example.org".'
    if one.to_file is not None:
        yield from _secret(f"{where}to_file", one.to_file)


def _letters(where: str, one: Subscriber, config: Config) -> Iterator[str]:
    """What a letter needs that other settings say."""
    if one.to is not None and one.channel == "mail" and config.mail.host is None:
        yield (
            f"{where}to = {toml(one.to)}: mail needs a server. "
            'Write [mail] host = "mail.example.org" and from = "digest@example.org".'
        )
    if one.pgp_key_file is None:
        return
    if one.channel == "mail":
        yield from _readable(f"{where}pgp_key_file", one.pgp_key_file)
    else:
        yield f"{where}pgp_key_file: only mail is encrypted. Take it out."


def _secret(where: str, path: Path) -> Iterator[str]:
    """A file that nobody else may read."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield f"{where} = {toml(path)}: cannot be read ({error.strerror}). Correct the path."
        return
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"{where} = {toml(path)}: others can read it. Give: chmod 600 {path}"


def _readable(where: str, path: Path) -> Iterator[str]:
    if not path.is_file():
        yield f"{where} = {toml(path)}: there is no such file. Correct the path."


def _clock(where: str, one: Subscriber, config: Config) -> Iterator[str]:
    """A time that clock changes touch is refused, also where it comes from another table."""
    zone, send_at = one.zone or config.desk.zone, one.send_at or config.digest.send_at
    safe = clocks.next_safe(send_at, zone)
    if one.kind != "urgent" and safe != send_at:
        yield (
            f"{where}send_at = {toml(_written(send_at))}: on days when clocks change in {zone}, that time "
            f"comes never or twice. Write {toml(_written(safe))}."
        )


def _written(clock: time) -> str:
    return f"{clock:%H:%M}"


def _unknown(where: str, what: str, named: Sequence[str], known: Collection[str]) -> Iterator[str]:
    for name in named:
        if name not in known:
            some = f" There are: {', '.join(sorted(known)[:12])}." if known else ""
            guess = did_you_mean(name, known) or some
            yield f"{where}: there is no {what} {toml(name)}.{guess}"
