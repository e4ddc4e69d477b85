"""Old months of the raw archive: shown first, taken away when told to."""

import copied
import pytest
from commands import dazor

from dazor import backup
from dazor.backup import months
from store import chain, raw_months, raws
from store.database import opened
from store.errors import StoreError, UsageError


@pytest.fixture
def config(tmp_path, now):
    return copied.install(tmp_path / "desk", now)


@pytest.fixture
def desk(config, now):
    with opened(config.store.path, version="test", now=now) as db:
        yield db


def test_report_says_what_would_go(config, desk, now):
    backup.make(desk, config, config.backup.folder, now)
    copied.add_page(desk, 7, now.replace(month=3))

    march, april = months.told(months.before(desk, "2024-05", now), months.in_last_copy(desk))

    assert "2024-03: 0.0 MB, 1 raw pages, of them 1 the proof of a version; in NO copy" == march
    assert "2024-04: 0.0 MB, 2 raw pages, of them 2 the proof of a version; in the last copy" == april


def test_month_that_goes_leaves_hashes_chain_and_texts(desk, now):
    for month in months.before(desk, "2024-05", now):
        raw_months.take_away(desk, month, now)

    gone = desk.row(
        "SELECT raw_sha256 FROM version JOIN raw ON raw.sha256 = raw_sha256 WHERE month IS NULL LIMIT 1"
    )
    with pytest.raises(StoreError, match="only their hash"):
        raws.read(desk, gone["raw_sha256"])
    assert chain.broken_at(desk) is None
    assert ["2024-05"] == [row["month"] for row in raw_months.held(desk)]
    assert {"month": "2024-04", "bodies": 2} == desk.row("SELECT month, bodies FROM month_gone")


def test_file_that_a_kill_left_goes_the_next_time(desk, now):
    desk.archive.path("2023-01").write_bytes(b"")

    for month in months.before(desk, "2024-01", now):
        raw_months.take_away(desk, month, now)

    assert not desk.archive.path("2023-01").exists()


@pytest.mark.parametrize("month", ["2024-06", "May", "2024-13", "2024-5"])
def test_month_that_cannot_be_is_refused(desk, now, month):
    with pytest.raises(UsageError, match="--before"):
        months.before(desk, month, now)


def test_command_shows_first_and_takes_away_with_yes(config, now):
    def words(*more):
        said = dazor(config.config_file, "raw", "drop", "--before", "2024-05", *more, now=now).stdout
        return said.splitlines()[-1]

    assert "Nothing was done. With --yes these go; their hashes and all texts stay." == words()
    assert words("--yes").startswith("Copies made before keep them for four weeks")
    assert "There is nothing before 2024-05." == words()
