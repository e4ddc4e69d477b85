import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dazor.config import units


def read(name, folder):
    found = configparser.RawConfigParser(strict=False)
    found.optionxform = str
    found.read_string(units.unit(name, folder))
    return found


@pytest.mark.parametrize("name", units.UNITS)
def test_no_gap_of_a_unit_stays_open(tmp_path, name):
    assert "{" not in units.unit(name, tmp_path)


@pytest.mark.parametrize(("name", "command"), [("dazor.service", "serve"), ("dazor-run.service", "run")])
def test_service_runs_this_dazor_in_this_folder(tmp_path, name, command):
    service = read(name, tmp_path / "desk")["Service"]

    program = Path(sys.executable).with_name("dazor")
    assert f'"{program}" --config "{tmp_path}/desk/config.toml" {command}' == service["ExecStart"]
    assert f"{tmp_path}/desk" == service["WorkingDirectory"] == service["ReadWritePaths"]


def test_percent_sign_in_a_path_is_no_specifier(tmp_path):
    assert f"{tmp_path}/50%%" == read("dazor.service", tmp_path / "50%")["Service"]["WorkingDirectory"]


def test_exit_codes_of_dazor_are_understood(tmp_path):
    """Wrong settings and a second clock are not tried again; a pass with a trouble is no failed service."""
    assert "2 75" == read("dazor.service", tmp_path)["Service"]["RestartPreventExitStatus"]
    assert "1 75" == read("dazor-run.service", tmp_path)["Service"]["SuccessExitStatus"]


def test_systemd_understands_the_units(tmp_path, monkeypatch):
    if not shutil.which("systemd-analyze"):
        pytest.skip("asks systemd-analyze, which is not on this machine")
    monkeypatch.setattr(units.sys, "executable", "/bin/sh")
    for name in units.UNITS:
        text = units.unit(name, tmp_path).replace("/bin/dazor", "/bin/sh")
        (tmp_path / name).write_text(text, "utf-8")
    files = [str(tmp_path / name) for name in units.UNITS]
    said = subprocess.run(["systemd-analyze", "verify", *files], check=False, capture_output=True, text=True)

    assert [] == [line for line in said.stderr.splitlines() if str(tmp_path) in line]
