"""Commands about copies: make one, rehearse a restore, restore."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dazor.cli.shared import config_file, config_of, now_option
from store.errors import DazorError, StoreError, UsageError

if TYPE_CHECKING:
    from dazor.backup.restoring import Keys


class CopyFirst(click.Group):
    """`dazor backup DIR` is `dazor backup copy DIR`; a folder called drill is written ./drill."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["copy", *args]
        return super().parse_args(ctx, args)


folder_argument = click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[DIR]")
passphrase_option = click.option(
    "--passphrase-file", type=click.Path(path_type=Path), help="Where the passphrase of the copy stands."
)
identity_option = click.option(
    "--identity", type=click.Path(path_type=Path), help="The secret key of a copy made for a recipient."
)


@click.group("backup", cls=CopyFirst)
def backup_group() -> None:
    """Copies of everything that a restore needs: `dazor backup DIR` makes one."""


@backup_group.command("copy")
@folder_argument
@now_option
@click.pass_context
def backup_copy(context: click.Context, folder: Path | None, now: datetime) -> None:
    """Make a copy now, read it again; without DIR where `[backup] folder` says. Nothing is taken away."""
    import scheduler
    from dazor import backup
    from dazor.health.disk import size

    config = config_of(context)
    place = _place(folder, config.backup.folder)
    with scheduler.working("backup", config, now) as db:
        made = backup.make(db, config, place.absolute(), now)
    click.echo(f"{made.copy}: {size(made.manifest.size_bytes)}, {size(made.new_bytes)} of them new.")


@backup_group.command("drill")
@folder_argument
@passphrase_option
@identity_option
@click.option(
    "--scratch",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where there is room for all.",
)
@now_option
@click.pass_context
def backup_drill(
    context: click.Context,
    folder: Path | None,
    passphrase_file: Path | None,
    identity: Path | None,
    scratch: Path | None,
    now: datetime,
) -> None:
    """Restore the newest copy in DIR, or the copy DIR, to a scratch place; compare counts and hashes."""
    from dazor.backup import copies, drill

    config = config_of(context) if config_file(context).exists() else None
    place = _place(folder, config.backup.folder if config else None)
    known = config.backup.passphrase_file if config else None
    keys = _keys(passphrase_file or known, identity)
    room = scratch or (config.data_folder if config and config.data_folder.is_dir() else None)
    copy = copies.newest(place.absolute())
    try:
        rehearsed = drill.rehearse(copy, keys, room)
    except StoreError as error:
        _note(context, copy, now, str(error))
        raise
    _note(context, copy, now, None)
    click.echo(rehearsed.sentence())


@backup_group.command("restore")
@click.argument("copy", type=click.Path(path_type=Path), metavar="COPY")
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR")
@passphrase_option
@identity_option
def backup_restore(copy: Path, folder: Path, passphrase_file: Path | None, identity: Path | None) -> None:
    """Bring a copy back into DIR, the folder of config.toml; nothing that is there is overwritten."""
    from dazor.backup import copies, restoring

    chosen = copies.newest(copy.absolute())
    held = restoring.restore(chosen, folder.absolute(), _keys(passphrase_file, identity))
    restoring.compare(folder.absolute(), held)
    click.echo(f"{chosen}: restored into {folder}, {len(held.parts)} files, compared.")
    for line in restoring.led_astray(folder.absolute(), held):
        click.echo(f"config.toml: this path led elsewhere. Write: {line}")


def _place(given: Path | None, known: Path | None) -> Path:
    place = given or known
    if place is None:
        raise UsageError("Where to? Give `dazor backup DIR`, or name [backup] folder in config.toml.")
    return place


def _keys(passphrase_file: Path | None, identity: Path | None) -> "Keys":
    from dazor.backup import sealing
    from dazor.backup.restoring import Keys

    return Keys(
        passphrase=sealing.read_passphrase(passphrase_file) if passphrase_file else None,
        identity=sealing.read_identity(identity) if identity else None,
    )


def _note(context: click.Context, copy: Path, now: datetime, fault: str | None) -> None:
    """Write a rehearsal down where there is a store; on another machine there is none."""
    from dazor import __version__
    from store import backups
    from store.database import opened

    if not config_file(context).exists() or not (path := config_of(context).store.path).is_file():
        return
    try:
        with opened(path, version=__version__, now=now) as db:
            backups.note_drill(db, copy=copy, at=now, fault=fault)
    except DazorError as error:
        click.echo(f"The rehearsal could not be written down: {error}", err=True)
