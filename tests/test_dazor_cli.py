"""The command line: what it prints, its exit codes, and what it must not load."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from dazor import cli
from store import locks
from store.database import opened

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HEAVY = ("scrapy", "twisted", "trafilatura", "pydantic", "lxml", "sqlite_utils", "telethon", "starlette")


def dazor(*arguments, folder):
    """The real command in a process of its own."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "dazor", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def desk(tmp_path):
    """A folder after `dazor init`, with a store."""
    assert 0 == dazor("init", ".", folder=tmp_path).returncode
    with opened(tmp_path / "data" / "news.db", version="test", now=NOW):
        pass
    return tmp_path


def test_help_loads_nothing_heavy(tmp_path):
    watch = "import sys; from click.testing import CliRunner; from dazor import cli;"
    run = "CliRunner().invoke(cli.dazor, ['--help']); print([m for m in sys.argv[1:] if m in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", watch + run, *HEAVY],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "[]" == found.stdout.strip()


def test_init_writes_and_overwrites_nothing(tmp_path):
    first = dazor("init", ".", folder=tmp_path)
    (tmp_path / "rules.toml").write_text("# mine\n")
    second = dazor("init", ".", folder=tmp_path)

    assert (0, 0) == (first.returncode, second.returncode)
    assert "# mine\n" == (tmp_path / "rules.toml").read_text()
    assert "rules.toml" in second.stdout


def test_missing_settings_are_wrong_usage(tmp_path):
    found = dazor("run", folder=tmp_path)

    assert 2 == found.returncode
    assert "dazor init" in found.stderr


def test_run_asks_for_a_contact_before_it_visits_anybody(desk):
    found = dazor("run", folder=desk)

    assert 2 == found.returncode
    assert "[crawl] contact is not set" in found.stderr


def test_all_mistakes_of_the_settings_come_at_once(desk):
    (desk / "config.toml").write_text(
        '[digest]\nsend_at = "7.30"\n[desk]\nzone = "Europe/Vilnus"\nzones = 1\n'
    )
    found = dazor("doctor", folder=desk)

    assert 2 == found.returncode
    assert 3 == len(found.stderr.splitlines())
    assert 'Write it as "07:30"' in found.stderr
    assert "Europe/Vilnius" in found.stderr


def test_unknown_source_names_the_nearest(desk):
    (desk / "config.toml").write_text('[crawl]\ncontact = "mailto:watch@example.org"\n')
    found = dazor("collect", "web", "--source", "belta-rus", folder=desk)

    assert 2 == found.returncode
    assert "belta-ru" in found.stderr


def test_unknown_job_names_the_jobs(desk):
    found = dazor("job", "crawl", folder=desk)

    assert 2 == found.returncode
    assert "web, telegram, extract, analyse, match, photographs, digest, health" in found.stderr


def test_doctor_of_a_quiet_store_is_content(desk):
    found = dazor("doctor", "--json", folder=desk)

    assert 0 == found.returncode
    assert json.loads(found.stdout)["ok"] is True


@pytest.mark.parametrize("form", ["text", "html", "md", "json"])
def test_digest_shows_and_moves_nothing(desk, form):
    before = (desk / "data" / "news.db").read_bytes()
    found = dazor("digest", "--format", form, "--now", NOW.isoformat(), folder=desk)

    assert (0, True) == (found.returncode, bool(found.stdout.strip()))
    assert before == (desk / "data" / "news.db").read_bytes()


def test_commands_that_read_ask_for_a_store(tmp_path):
    dazor("init", ".", folder=tmp_path)
    found = dazor("export", "documents", folder=tmp_path)

    assert 1 == found.returncode
    assert "there is no store yet" in found.stderr


@pytest.mark.parametrize("command", [("rules", "list"), ("rules", "check"), ("catalogue", "list")])
def test_shipped_rules_and_sources_are_in_order(desk, command):
    assert 0 == dazor(*command, folder=desk).returncode


def test_five_mistakes_give_five_messages_with_carets(desk):
    bad = ["a OR", "NOT a", "аб*", '"санкции', "(a AND b"]
    (desk / "rules.toml").write_text(
        "".join(f"[[rule]]\nid = \"r{number}\"\nquery = '''{query}'''\n" for number, query in enumerate(bad))
    )
    found = dazor("rules", "check", folder=desk)

    assert 2 == found.returncode
    assert 5 == found.stderr.count("rules.toml, line ")
    assert 5 <= found.stderr.count("^")


def test_match_answers_in_json_lines(tmp_path):
    (tmp_path / "r.toml").write_text('[[rule]]\nid = "s"\nquery = "санкции"\n')
    (tmp_path / "t.jsonl").write_text('{"id": 7, "text": "Новые САНКЦИИ"}\n')
    found = dazor("match", "--rules", "r.toml", "--texts", "t.jsonl", folder=tmp_path)

    assert [{"rule": "s", "id": 7, "spans": [[6, 13]], "title_spans": []}] == [
        json.loads(line) for line in found.stdout.splitlines()
    ]


@pytest.mark.parametrize("value", ["yesterday", "2026-03-02T06:00:00"])
def test_a_time_needs_its_form_and_zone(value):
    found = CliRunner().invoke(cli.dazor, ["job", "web", "--now", value])

    assert 2 == found.exit_code
    assert "2026-03-02T06:00:00+00:00" in found.output


def test_job_that_runs_already_is_busy_and_silent_in_a_pipe(desk):
    with locks.held(desk / "data" / "locks" / "web.lock"):
        found = dazor("job", "web", folder=desk)

    assert (75, "") == (found.returncode, found.stderr)
