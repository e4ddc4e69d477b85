import hashlib
import multiprocessing
import os
import random
import resource

import pytest

from store.archive import HEAD, MARK, Archive
from store.errors import StoreError

PAGE = "<html><head><title>Новости Прудка</title></head><body class='article'>{}</body></html>"


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "raw")


def pages(count):
    """Pages of one pretend site: the frame is the same, the words differ."""
    chance = random.Random(7)
    for number in range(count):
        words = " ".join(f"слово{chance.randrange(5000)}" for _ in range(200))
        yield PAGE.format(f"<p>{number}: {words}</p>" * 3).encode()


def sha256(body):
    return hashlib.sha256(body).hexdigest()


def append_all(archive, month, bodies):
    return [(archive.append(month, body), body) for body in bodies]


def change(archive, month, position, new):
    with archive.path(month).open("r+b") as file:
        file.seek(position)
        file.write(new)


@pytest.mark.parametrize("body", [b"", b"\x00" * 100_000, MARK * 3, "Прудок".encode("cp1251")])
def test_bytes_come_back(archive, body):
    position = archive.append("2026-03", body)

    assert body == archive.read("2026-03", position, sha256(body))
    assert body == Archive(archive.folder).read("2026-03", position, sha256(body))


def test_bodies_come_in_their_order(archive):
    bodies = [body for _, body in append_all(archive, "2026-03", pages(5))]

    assert bodies == list(archive.bodies("2026-03"))


def test_archive_is_private(archive):
    archive.append("2026-03", b"page")

    assert 0o600 == archive.path("2026-03").stat().st_mode & 0o777


def test_month_starts_with_what_the_month_before_has_taught(archive):
    """Pages of one site share their frame: learnt once, it is not stored with every page again."""
    append_all(archive, "2026-02", pages(80))
    position = archive.append("2026-03", (page := next(pages(1))))

    content = archive.path("2026-03").read_bytes()
    assert b"D" == content[8:9]
    assert len(content) - position < archive.path("2026-02").stat().st_size / 80
    assert page == Archive(archive.folder).read("2026-03", position, sha256(page))


def test_month_after_a_poor_month_uses_its_dictionary(archive):
    append_all(archive, "2026-02", pages(80))
    archive.append("2026-03", b"one page is too few to learn from")
    archive.append("2026-04", b"page")

    learnt = [archive._dictionary(month).as_bytes() for month in ("2026-03", "2026-04")]
    assert learnt[0] == learnt[1]


def test_month_after_poor_months_has_no_dictionary(archive):
    archive.append("2026-02", b"one")
    position = archive.append("2026-03", b"two")

    assert 0 == position
    assert b"two" == archive.read("2026-03", position, sha256(b"two"))


def test_month_that_comes_late_learns_from_the_one_before_it(archive):
    archive.append("2026-03", b"March")
    position = archive.append("2026-01", b"late")

    assert b"late" == archive.read("2026-01", position, sha256(b"late"))


def test_dictionary_is_trained_on_few_bodies_of_a_big_month(archive):
    append_all(archive, "2026-02", pages(30))

    assert 10 == len(list(archive.bodies("2026-02", at_most=10)))
    assert 8 == len(list(archive.bodies("2026-02", at_most=8)))
    assert 30 == len(list(archive.bodies("2026-02", at_most=300)))


@pytest.mark.parametrize("kept", [1, HEAD.size - 1, HEAD.size, HEAD.size + 10])
def test_torn_tail_is_harmless(archive, kept):
    """A machine that went off in the middle of a record: nothing refers to it, and the next one is whole."""
    first = archive.append("2026-03", b"first")
    torn = archive.append("2026-03", b"torn " * 100)
    os.truncate(archive.path("2026-03"), torn + kept)
    last = archive.append("2026-03", b"last")

    assert b"first" == archive.read("2026-03", first, sha256(b"first"))
    assert b"last" == archive.read("2026-03", last, sha256(b"last"))
    assert [b"first", b"last"] == list(archive.bodies("2026-03"))


@pytest.mark.parametrize("place", [0, 8, 9, 41, 45, 48, HEAD.size, HEAD.size + 8])
def test_flipped_byte_is_found(archive, place):
    """Also in the length, which may then ask for more memory than there is."""
    archive.append("2026-03", b"before")
    position = archive.append("2026-03", b"body " * 50)
    archive.append("2026-03", b"after")
    flipped = archive.path("2026-03").read_bytes()[position + place] ^ 0x40
    change(archive, "2026-03", position + place, bytes([flipped]))

    with pytest.raises(
        StoreError, match=rf"2026-03\.dzr: the record at byte {position} is damaged\. Restore"
    ):
        archive.read("2026-03", position, sha256(b"body " * 50))
    assert [b"before", b"after"] == [body for body in archive.bodies("2026-03") if body != b"body " * 50]


@pytest.mark.parametrize("position", [-5, 3, 10_000])
def test_position_where_nothing_is_is_damage(archive, position):
    archive.append("2026-03", b"body")

    with pytest.raises(StoreError, match="is damaged"):
        archive.read("2026-03", position, sha256(b"body"))


def test_other_bytes_than_asked_for_are_damage(archive):
    position = archive.append("2026-03", b"body")

    with pytest.raises(StoreError, match="is damaged"):
        archive.read("2026-03", position, sha256(b"other"))


def test_damaged_dictionary_is_named(archive):
    append_all(archive, "2026-02", pages(80))
    archive.append("2026-03", b"body")
    change(archive, "2026-03", HEAD.size + 50, b"\x00\x00\x00\x00")

    with pytest.raises(StoreError, match="the record at byte 0 is damaged"):
        Archive(archive.folder).append("2026-03", b"next")


def test_missing_file_is_named(archive):
    position = archive.append("2026-03", b"body")
    archive.path("2026-03").unlink()

    with pytest.raises(StoreError, match=r"2026-03\.dzr is missing\. Restore it from the last backup"):
        archive.read("2026-03", position, sha256(b"body"))


def test_half_made_month_is_made_anew(archive):
    """The machine went off while the file of a month was begun."""
    archive.append("2026-02", b"February")
    archive.path("2026-03").with_suffix(".part").write_bytes(b"half a dictionary")
    position = archive.append("2026-03", b"March")

    assert b"March" == archive.read("2026-03", position, sha256(b"March"))
    assert ["2026-02.dzr", "2026-03.dzr", "append.lock"] == sorted(
        path.name for path in archive.folder.iterdir()
    )


def test_full_disk_leaves_nothing_of_a_record(archive):
    archive.append("2026-03", b"first")
    before = archive.path("2026-03").read_bytes()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, limit[1]))
    try:
        with pytest.raises(StoreError, match="the disk is full"):
            archive.append("2026-03", random.Random(7).randbytes(10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)

    assert before == archive.path("2026-03").read_bytes()


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "raw").write_text("a file in place of the folder")

    with pytest.raises(StoreError, match="cannot be opened or written"):
        Archive(tmp_path / "raw").append("2026-03", b"body")


def test_processes_append_at_once(archive):
    """Positions that another process gave stay true."""
    fork = multiprocessing.get_context("fork")
    found = fork.SimpleQueue()

    def fill(name):
        bodies = [f"{name} {number}".encode() for number in range(40)]
        found.put(append_all(Archive(archive.folder), "2026-03", bodies))

    both = [fork.Process(target=fill, args=(name,)) for name in ("one", "other")]
    for process in both:
        process.start()
    places = found.get() + found.get()
    for process in both:
        process.join()

    assert {body for _, body in places} == set(archive.bodies("2026-03"))
    assert all(body == archive.read("2026-03", position, sha256(body)) for position, body in places)
