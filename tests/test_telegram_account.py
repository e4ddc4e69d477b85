"""The settings of an account: what is missing or wrong is one sentence, and no secret stands in it."""

import pytest
import rehearsal

from dazor.config import Config, secrets
from store.errors import UsageError
from telegram import account


@pytest.fixture
def config(tmp_path):
    """`config(variables, **telegram)`: settings of one installation."""

    def made(variables=rehearsal.VARIABLES, **telegram):
        context = {"folder": tmp_path, "variables": variables}
        return Config.model_validate({"telegram": {"accounts": ("desk",)} | telegram}, context=context)

    return made


def test_secrets_stand_in_no_text_of_an_account(config):
    found = account.of(config({**rehearsal.VARIABLES, secrets.SESSION: "1secret"}), "desk")

    assert rehearsal.API_HASH == found.api_hash
    assert not any(secret in repr(found) for secret in (rehearsal.API_HASH, "12345", "1secret"))


def test_secrets_may_lie_in_files(config, tmp_path):
    for name, text in (("id", "12345\n"), ("hash", rehearsal.API_HASH)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o600)

    found = account.of(config({}, api_id_file="id", api_hash_file="hash"), "desk")
    assert (12345, rehearsal.API_HASH) == (found.api_id, found.api_hash)


def test_secret_that_others_can_read_is_refused(config, tmp_path):
    (tmp_path / "id").write_text("12345")
    (tmp_path / "id").chmod(0o644)

    with pytest.raises(UsageError, match=r"others can read this secret \(mode 0644\)"):
        account.of(config({}, api_id_file="id"), "desk")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "needs an api_id of my.telegram.org. Set the variable DAZOR_TELEGRAM_API_ID"),
        ({secrets.API_ID: "12a"}, "DAZOR_TELEGRAM_API_ID is not a number"),
        ({secrets.API_ID: "12"}, "needs an api_hash"),
    ],
)
def test_what_is_missing_or_wrong_is_said(config, variables, sentence):
    with pytest.raises(UsageError, match=sentence):
        account.of(config(variables), "desk")


def test_no_account_is_no_mistake_until_one_is_asked_for(config):
    with pytest.raises(UsageError, match="accounts is empty: channels are read from their previews"):
        account.one(config(accounts=()), None)


def test_one_of_several_has_to_be_named(config):
    with pytest.raises(UsageError, match=r"there are several accounts: desk, spare\. Name one"):
        account.one(config(accounts=("desk", "spare")), None)


def test_one_session_of_a_variable_is_not_for_several_accounts(config):
    several = config({**rehearsal.VARIABLES, secrets.SESSION: "1x"}, accounts=("desk", "spare"))

    with pytest.raises(UsageError, match="holds one session"):
        account.of(several, "desk")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "no key can be read"), ("a key", "not a public key in PEM form"), ("ключ", "no key can be read")],
)
def test_key_of_a_server_that_is_none_is_said(config, tmp_path, content, sentence):
    if content:
        (tmp_path / "server.pem").write_text(content, "utf-8")
    server = {"address": "127.0.0.1", "public_key_file": "server.pem"}

    with pytest.raises(UsageError, match=sentence):
        account.of(config(server=server), "desk")
