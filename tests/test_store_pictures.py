import pytest

from store import pictures


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"GIF89a", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<html>", None),
        (b"<svg onload='x()'>", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(body, kind):
    assert kind == pictures.kind(body)
