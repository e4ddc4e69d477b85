"""Secrets come from files that nobody else can read; the settings of accounts are checked as a whole."""

import pytest

from dazor import config
from dazor.config import secrets
from store.errors import UsageError


@pytest.fixture
def refused(tmp_path):
    """`refused(text)`: what is said of a config.toml."""

    def said(text):
        (tmp_path / "config.toml").write_text(text, "utf-8")
        with pytest.raises(UsageError) as error:
            config.load(tmp_path / "config.toml")
        return str(error.value)

    return said


@pytest.fixture
def file(tmp_path):
    def written(content=b"secret\n", mode=0o600):
        path = tmp_path / "secret"
        path.write_bytes(content)
        path.chmod(mode)
        return path

    return written


def test_secret_is_read_without_white_space(file):
    assert "secret" == secrets.read(file())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_file_that_others_can_read_is_refused(file, mode):
    with pytest.raises(UsageError, match=f"others can read this secret .mode {mode:04o}.*chmod 600"):
        secrets.read(file(mode=mode))


@pytest.mark.parametrize(("content", "sentence"), [(b" \n", "nothing is in it"), (b"\xff", "not a text")])
def test_file_without_a_secret_is_refused(file, content, sentence):
    with pytest.raises(UsageError, match=sentence):
        secrets.read(file(content))


def test_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        secrets.read(tmp_path / "nothing")


@pytest.mark.parametrize("key", ["api_id", "api_hash", "session", "phone"])
def test_secret_of_an_account_must_not_stand_in_the_settings(refused, key):
    said = refused(f'[telegram]\n{key} = "12345"\n')

    assert f"[telegram] {key}: a secret must not be written here" in said
    assert "12345" not in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[telegram]\naccounts = ["desk", "desk"]', "an account is named twice"),
        ('[telegram]\naccounts = ["My desk"]', "not a short name"),
        ('[telegram]\naccounts = ["a", "b"]\nsession_file = "s"', "session_file holds one session"),
        ('[telegram.server]\naddress = "telegram.example"', "not an IP address"),
        ("[telegram.server]\nport = 0", "has to be 1 or more"),
        ("[telegram]\nnames_per_day = 500", "has to be 100 or less"),
    ],
)
def test_settings_of_accounts_are_checked(refused, text, sentence):
    assert sentence in refused(text)


def test_variables_that_are_no_secrets_of_ours_are_not_kept(tmp_path):
    (tmp_path / "config.toml").write_text("", "utf-8")
    loaded = config.load(tmp_path / "config.toml", variables={"HOME": "/root", secrets.API_ID: "1"})

    assert {secrets.API_ID: "1", secrets.API_HASH: "", secrets.SESSION: ""} == loaded.variables
