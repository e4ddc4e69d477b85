"""Sealed copies: who opens them, and who does not."""

import shutil
import subprocess

import copied
import pytest
from pyrage import x25519

from dazor import backup
from dazor import config as settings
from dazor.backup import contents, drill, sealing
from dazor.backup.restoring import Keys
from store.database import opened
from store.errors import StoreError, UsageError

KEYS = Keys(passphrase=copied.PASSPHRASE)


def make(config, at):
    with opened(config.store.path, version="test", now=at) as db:
        return backup.make(db, config, config.backup.folder, at)


@pytest.fixture
def config(tmp_path, now):
    return copied.install(tmp_path / "desk", now, backup=copied.sealed(tmp_path))


@pytest.fixture
def for_key(tmp_path, now):
    """Settings for a public key, and the secret one: as sealed, without a passphrase that takes a second."""
    key = x25519.Identity.generate()
    config = copied.install(tmp_path / "desk", now, backup=f'recipient = "{key.to_public()}"')
    return config, str(key)


def test_nothing_in_a_sealed_copy_can_be_read(config, now):
    copy = make(config, now).copy

    open_bytes = [path.read_bytes() for path in copy.rglob("*") if path.is_file()]

    assert not any("Река".encode() in content or b"[[rule]]" in content for content in open_bytes)
    assert all(
        content.startswith(b"age-encryption.org/v1")
        for content in open_bytes
        if b"{" != content[:1] and b"  " not in content[:70]
    )


def test_passphrase_opens_it(config, now):
    assert drill.rehearse(make(config, now).copy, KEYS, None)


@pytest.mark.parametrize(
    ("keys", "error", "words"),
    [
        (Keys(), UsageError, "Give the file it stands in: --passphrase-file FILE"),
        (Keys(passphrase="another one altogether"), StoreError, "key.age: the passphrase does not open it"),
        (Keys(identity=str(x25519.Identity.generate())), StoreError, "the key does not open it"),
    ],
)
def test_wrong_key_is_told(config, now, keys, error, words):
    with pytest.raises(error, match=words):
        drill.rehearse(make(config, now).copy, keys, None)


def test_changed_passphrase_begins_anew(config, now, tmp_path):
    old = make(config, now)
    copied.passphrase_file(tmp_path, "quite another one")
    new = make(config, now.replace(hour=7))

    assert drill.rehearse(old.copy, KEYS, None)
    assert drill.rehearse(new.copy, Keys(passphrase="quite another one"), None)


def test_sealed_pieces_are_shared_too(for_key, now):
    config, key = for_key
    make(config, now)
    second = make(config, now.replace(hour=7))

    assert second.new_bytes < second.manifest.size_bytes
    assert drill.rehearse(second.copy, Keys(identity=key), None)


def test_recipient_alone_cannot_open_its_copies(for_key, now):
    config, key = for_key
    copy = make(config, now).copy

    with pytest.raises(UsageError, match="Give its secret key: --identity FILE"):
        drill.rehearse(copy, KEYS, None)
    assert drill.rehearse(copy, Keys(identity=key), None)


def test_the_program_age_opens_a_copy(for_key, tmp_path, now):
    """As docs/operator.md writes it: with age and zstd, without Dazor."""
    if not shutil.which("age"):
        pytest.skip("needs the program age (apt install age)")
    config, key = for_key
    (tmp_path / "key.txt").write_text(f"{key}\n")
    copy = make(config, now).copy

    command = ["age", "-d", "-i", tmp_path / "key.txt", copy / "settings/rules.toml.age"]
    opened_bytes = subprocess.run(command, check=True, capture_output=True).stdout

    assert config.rules_file.read_bytes() == opened_bytes


def test_sessions_are_left_out_unless_asked(for_key, now):
    config, _ = for_key
    session = config.data_folder / "telegram" / "desk.session"
    session.parent.mkdir()
    session.write_text("secret")
    complete = config.model_copy(update={"backup": config.backup.model_copy(update={"complete": True})})

    paths = [
        {part.path for part in make(one, now.replace(hour=hour)).manifest.parts}
        for one, hour in ((config, 7), (complete, 8))
    ]

    assert {"secrets/data/telegram/desk.session.age"} == paths[1] - paths[0]


def test_what_opens_a_copy_is_never_in_it(config):
    assert config.backup.passphrase_file not in {one.file for one in contents.secret(config)}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("complete = true", "complete needs sealed copies. Name a passphrase_file, or take it out."),
        (
            'recipient = "age1x"\npassphrase_file = "p"',
            "a copy has one lock. Take out passphrase_file or recipient.",
        ),
        ('passphrase = "x"', "a secret must not be written here"),
        ('folders = "x"', "Did you mean"),
        ("folder = 3", "not a path"),
    ],
)
def test_settings_that_cannot_be_are_refused(tmp_path, lines, words):
    (tmp_path / "config.toml").write_text(f"[backup]\n{lines}\n")

    with pytest.raises(UsageError, match=words):
        settings.load(tmp_path / "config.toml")


def test_recipient_that_is_none_is_refused(tmp_path, now):
    config = copied.install(tmp_path / "desk", now, backup='recipient = "age1nobody"')

    with pytest.raises(UsageError, match="not a public key of age"):
        make(config, now)


def test_passphrase_is_read_from_a_closed_file_only(tmp_path):
    file = copied.passphrase_file(tmp_path)
    file.chmod(0o644)

    with pytest.raises(UsageError, match=r"others can read it. Close it with: chmod 600"):
        sealing.read_passphrase(file)


@pytest.mark.parametrize("words", ["", "\n", "short"])
def test_passphrase_that_is_guessed_is_refused(tmp_path, words):
    with pytest.raises(UsageError, match="is guessed"):
        sealing.read_passphrase(copied.passphrase_file(tmp_path, words))


def test_identity_file_is_one_of_age_keygen(tmp_path):
    key = x25519.Identity.generate()
    file = copied.passphrase_file(tmp_path, f"# created: 2024-05-30\n# public key: {key.to_public()}\n{key}")

    assert str(key) == sealing.read_identity(file)
    with pytest.raises(UsageError, match="no line that begins with AGE-SECRET-KEY-1"):
        sealing.read_identity(copied.passphrase_file(tmp_path, "nothing of the kind"))
