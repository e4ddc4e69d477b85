import pytest

from dazor.register import shipped
from dazor.rules import moving
from store.errors import DazorError, UsageError

DESK = '[[rule]]\nid = "oak"\nsections = ["rights"]\nquery = "дуб"\n'
NEW = '# Why.\n[[rule]]\nid = "council"\nquery = """=Рада"""\n[[mute]]\nid = "weather"\nquery = "погода"\n'


@pytest.fixture
def files(tmp_path):
    (tmp_path / "rules.toml").write_text(DESK, "utf-8")
    (tmp_path / "new.toml").write_text(NEW, "utf-8")
    return tmp_path / "rules.toml", tmp_path / "new.toml"


def moved(files):
    return moving.imported(*files, sections=["rights"], register=shipped())


def test_rules_of_another_file_come_behind_the_own(files):
    assert ("council", "weather") == moved(files)
    assert files[0].read_text("utf-8").startswith(DESK + "\n# Why.\n[[rule]]\n")


def test_what_is_exported_can_be_imported_elsewhere(files):
    moved(files)
    files[1].write_text(moving.exported(files[0], [], None), "utf-8")
    files[0].unlink()

    assert ("oak", "council", "weather") == moved(files)


def test_a_second_time_is_refused_and_changes_nothing(files):
    moved(files)
    before = files[0].read_bytes()

    with pytest.raises(UsageError, match='has a rule "council" already'):
        moved(files)
    assert before == files[0].read_bytes()


def test_a_file_that_cannot_be_written_stays_as_it_is(files, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DazorError, match="No space left on device"):
        moved(files)

    assert [DESK, True] == [files[0].read_text("utf-8"), not list(files[0].parent.glob(".*"))]


def test_the_rights_of_the_file_are_kept(files):
    files[0].chmod(0o640)
    moved(files)

    assert 0o640 == files[0].stat().st_mode & 0o777


@pytest.mark.parametrize(("text", "what"), [(None, "cannot be read"), ("рада".encode("cp1251"), "not UTF-8")])
def test_a_file_that_cannot_be_read_is_a_sentence(files, text, what):
    files[1].unlink() if text is None else files[1].write_bytes(text)

    with pytest.raises(UsageError, match=what):
        moved(files)


def test_a_section_is_exported_alone(files):
    moved(files)

    assert DESK.strip() == moving.exported(files[0], [], "rights")
