"""The [mail] table of config.toml, and what letters need besides."""

import pytest
from test_dazor_config import load, refusal

from dazor import config

MAIL = '[mail]\nhost = "mail.example.org"\nfrom = "digest@example.org"\n'
READER = '[[subscriber]]\nid = "reader"\nto = "reader@example.org"\n'


def refused(tmp_path, text):
    return [line.removeprefix("config.toml: ") for line in refusal(tmp_path, text)]


def secret_file(tmp_path, mode=0o600):
    path = tmp_path / "mail.secret"
    path.write_text("hunter2\n")
    path.chmod(mode)
    return path


def test_mail_is_encrypted_and_named_after_the_sender_by_default(tmp_path):
    mail = load(tmp_path, MAIL).mail

    assert ("starttls", 587, "example.org") == (mail.tls, mail.door, mail.domain)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('from = "digest"', 'from = "digest": not a mail address'),
        ('host = "mail server"', "not the name of a server"),
        ('subject = "a\\nBcc: x@y.example"', "not words on one line"),
        ('tls = "ssl"', "tls"),
        ("port = 70000", "port = 70000"),
        ('password = "hunter2"', "Set the variable DAZOR_MAIL_PASSWORD instead"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, line, says):
    key = line.split(" ")[0]
    others = "".join(f"{one}\n" for one in MAIL.splitlines() if not one.startswith(f"{key} "))
    found = refused(tmp_path, others + line)

    assert any(says in one for one in found), found
    assert not any("hunter2" in one for one in found)


def test_mail_without_a_server_is_refused(tmp_path):
    [line] = refused(tmp_path, READER)

    assert 'Write [mail] host = "mail.example.org" and from = "digest@example.org".' in line


def test_a_server_without_a_sender_is_refused(tmp_path):
    [line] = refused(tmp_path, '[mail]\nhost = "mail.example.org"')

    assert 'Write from = "digest@example.org".' in line


def test_a_password_does_not_travel_in_the_open(tmp_path):
    [line] = refused(tmp_path, MAIL + 'tls = "none"\nuser = "me"')

    assert 'Write tls = "starttls" or "tls".' in line


def test_a_password_file_that_others_can_read_is_refused(tmp_path):
    path = secret_file(tmp_path, 0o644)

    [line] = refused(tmp_path, f'{MAIL}password_file = "{path}"')

    assert "others can read it. Give: chmod 600 mail.secret" in line


def test_the_variable_goes_before_the_file(tmp_path):
    text = f'{MAIL}password_file = "{secret_file(tmp_path)}"'
    load(tmp_path, text)
    path = tmp_path / "config.toml"

    assert "hunter2" == config.load(path).mail_password
    assert "other" == config.load(path, mail_password="other").mail_password


def test_a_password_is_not_shown(tmp_path):
    text = f'{MAIL}password_file = "{secret_file(tmp_path)}"'
    load(tmp_path, text)

    assert "hunter2" not in repr(config.load(tmp_path / "config.toml", mail_password="hunter2"))


def test_a_key_is_a_file_and_for_mail(tmp_path):
    [absent] = refused(tmp_path, f'{MAIL}{READER}pgp_key_file = "nobody.asc"')
    [useless] = refused(tmp_path, '[[subscriber]]\nid = "a"\nto = "file"\npgp_key_file = "nobody.asc"')

    assert "there is no such file" in absent
    assert "only mail is encrypted" in useless
