"""The first files of an installation."""

import stat
import tomllib

import pytest

from dazor import config
from dazor.config import init
from dazor.register import load as register
from dazor.rules import load
from store.errors import DazorError


@pytest.fixture
def starter(tmp_path):
    """The rules of a new installation."""
    init.write(tmp_path)
    return tomllib.loads((tmp_path / "rules.toml").read_text("utf-8"))


def test_new_folder_holds_all_that_run_needs(tmp_path):
    start = init.write(tmp_path / "desk")

    names = ["config.toml", "rules.toml", "entities.toml", "sources", "README.md", "data"]
    names += ["dazor.service", "dazor-run.service", "dazor-run.timer"]
    assert names == [path.name for path in start.written]
    assert tmp_path / "desk" / "data" == config.load(tmp_path / "desk" / "config.toml").data_folder


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "rules.toml").write_text("# mine", "utf-8")

    start = init.write(tmp_path)

    assert (tmp_path / "rules.toml",) == start.kept
    assert "# mine" == (tmp_path / "rules.toml").read_text("utf-8")


def test_entities_of_ones_own_lie_beside_the_settings(tmp_path):
    init.write(tmp_path)

    file = config.load(tmp_path / "config.toml").entities_file
    assert tmp_path / "entities.toml" == file
    assert () == register.from_file(file).problems


def test_the_entity_that_the_file_shows_is_a_good_one(tmp_path):
    init.write(tmp_path)
    lines = (tmp_path / "entities.toml").read_text("utf-8").splitlines()
    shown = "\n".join(line.removeprefix("# ") for line in lines[lines.index("# [[entity]]") :])

    assert ((), ["verasen-anton"]) == (
        (found := register.from_text(shown, file="entities.toml")).problems,
        [entity.id for entity in found.register],
    )


def test_second_time_writes_nothing(tmp_path):
    first = init.write(tmp_path)

    assert init.Start(written=(), kept=first.written) == init.write(tmp_path)


def test_data_is_for_its_owner_alone(tmp_path):
    init.write(tmp_path)

    assert 0o700 == stat.S_IMODE((tmp_path / "data").stat().st_mode)


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(DazorError, match=r"file.*: cannot be written"):
        init.write(tmp_path / "file")


def test_report_says_what_was_kept_and_what_to_do(tmp_path):
    init.write(tmp_path)

    said = init.said(init.write(tmp_path))

    assert f"left as it is: {tmp_path / 'config.toml'}" in said
    assert "contact" in said


def test_starter_rules_serve_every_section(starter):
    served = {section for rule in starter["rule"] for section in rule["sections"]}

    assert {"military", "political", "rights", "propaganda"} == served


def test_starter_rules_are_good_and_keep_their_examples(tmp_path):
    init.write(tmp_path)
    sections = [section.id for section in config.load(tmp_path / "config.toml").sections]

    loaded = load.from_file(tmp_path / "rules.toml", sections=sections)

    assert [] == list(loaded.problems)
    assert (74, 2) == (len(loaded.rules), len(loaded.mutes))
