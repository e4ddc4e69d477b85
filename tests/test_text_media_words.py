import pytest

from dazor.text.media_words import told
from store.types import Media


@pytest.mark.parametrize(
    ("media", "text", "expected"),
    [
        ([], "", ""),
        ([Media(type="video", duration_s=134)], "", "video 2:14, no text"),
        ([Media(type="video", duration_s=134)], "Мост открыт.", "video 2:14"),
        ([Media(type="round_video", duration_s=3723)], "", "round video 1:02:03, no text"),
        ([Media(type="photo")] * 2 + [Media(type="poll", title="Да?")], "x", "2 × photo, poll «Да?»"),
    ],
)
def test_media_are_told_in_words(media, text, expected):
    assert expected == told(media, text)
