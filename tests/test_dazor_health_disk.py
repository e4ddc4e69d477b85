import pytest

from dazor.health.disk import Disk, size
from store.growth import Growth

MEGABYTE = 10**6
GROWTH = Growth(store_bytes=60 * MEGABYTE, archive_bytes=40 * MEGABYTE, texts=1000, texts_per_day=200.0)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1234, "1.2 kB"),
        (99_500, "100 kB"),
        (7.3e9, "7.3 GB"),
        (2.5e15, "2500.0 TB"),
    ],
)
def test_size_is_said_as_people_say_it(count, said):
    assert said == size(count)


def test_year_is_projected_from_what_a_text_has_taken():
    disk = Disk(growth=GROWTH, free_bytes=30 * 10**9)

    assert (
        "the store has 60 MB, the archive 40 MB. At 200 texts a day it grows by 20 MB a day, 7.3 GB a year. "
        "30 GB are free." == disk.sentence()
    )
    assert disk.trouble() is None


def test_disk_that_will_soon_be_full_is_a_trouble():
    why, _ = Disk(growth=GROWTH, free_bytes=300 * MEGABYTE).trouble()

    assert why.startswith("the disk will be full in 15 days: ")


def test_nothing_is_projected_from_the_first_hours():
    young = Growth(store_bytes=1000, archive_bytes=0, texts=5, texts_per_day=None)
    disk = Disk(growth=young, free_bytes=None)

    assert (None, None, None) == (disk.year_bytes, disk.days_left, disk.trouble())
    assert disk.sentence().endswith("known after half a day of watching.")
