"""What a person should know of the copies: none, old ones, all on one disk, never rehearsed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from dazor.config import Config
from store import backups, times
from store.database import Database

Found = dict[tuple[str, str], tuple[str, str]]  # (what, place) to (why, remedy)

FIRST_DAYS = timedelta(days=2)  # a new installation has so long until it must have a copy
OLD = timedelta(hours=50)  # two days, with a late one
DRILL_OLD = timedelta(days=35)
PLACE = "backup"
REHEARSE = "Give: dazor backup drill"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known of the copies."""

    first_fetch_at: datetime | None  # since when there is something to lose
    first_copy_at: datetime | None
    last_copy_at: datetime | None
    last_copy: Path | None
    is_there: bool  # the last copy, where it was written
    is_elsewhere: bool  # a copy lies on another disk than the store
    last_drill_at: datetime | None
    last_fault: str | None  # of the last drill


def found(db: Database, config: Config, now: datetime) -> Found:
    """Every trouble with the copies, as the doctor tells them."""
    return judge(state(db), has_folder=config.backup.folder is not None, now=now)


def state(db: Database) -> State:
    """As it is now."""
    last, elsewhere, drill = backups.last_copy(db), backups.last_copy_elsewhere(db), backups.last_drill(db)
    copy = Path(last["folder"]) / last["name"] if last else None
    return State(
        first_fetch_at=backups.first_fetch_at(db),
        first_copy_at=backups.first_copy_at(db),
        last_copy_at=times.moment(last["at"]) if last else None,
        last_copy=copy,
        is_there=copy is not None and copy.is_dir(),
        is_elsewhere=elsewhere is not None,
        last_drill_at=times.moment(drill["at"]) if drill else None,
        last_fault=drill["fault"] if drill else None,
    )


def judge(state: State, *, has_folder: bool, now: datetime) -> Found:
    """The troubles of a state."""
    if state.last_copy_at is None:
        return {} if _is_new(state.first_fetch_at, now) else _no_copy(has_folder)
    trouble: Found = {}
    if now - state.last_copy_at > OLD:
        why = f"the last copy is of {_day(state.last_copy_at)}."
        trouble["backup_old", PLACE] = (why, _folder_remedy(has_folder))
    elif not state.is_there and not state.is_elsewhere:
        why = f"the last copy, {state.last_copy}, is not there any more."
        trouble["backup_lost", PLACE] = (why, _folder_remedy(has_folder))
    if not state.is_elsewhere:
        why = "all copies lie on the disk of the store: if it breaks, both are lost."
        trouble["backup_same_disk", PLACE] = (why, "Name a place on another disk in [backup] folder.")
    return trouble | _of_drill(state, now)


def _of_drill(state: State, now: datetime) -> Found:
    if state.last_fault is not None:
        why = f"the last rehearsal of a restore failed: {state.last_fault}"
        return {("drill_failed", PLACE): (why, f"Let a new copy be made, then rehearse. {REHEARSE}")}
    since = state.last_drill_at or state.first_copy_at
    if since is None or now - since <= DRILL_OLD:
        return {}
    last = f"was on {_day(state.last_drill_at)}" if state.last_drill_at else "has not been"
    return {("drill_old", PLACE): (f"the last rehearsal of a restore {last}.", REHEARSE)}


def _no_copy(has_folder: bool) -> Found:
    why = "there is no copy of what was collected: if the disk breaks, all is lost."
    return {("no_backup", PLACE): (why, _folder_remedy(has_folder))}


def _folder_remedy(has_folder: bool) -> str:
    if has_folder:
        return "See why the job backup fails: dazor job backup"
    return "Name a place on another disk in [backup] folder, or give: dazor backup DIR"


def _is_new(first_fetch_at: datetime | None, now: datetime) -> bool:
    return first_fetch_at is None or now - first_fetch_at < FIRST_DAYS


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
