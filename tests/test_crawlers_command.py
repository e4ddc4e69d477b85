import gzip
import io
import json
from datetime import UTC, datetime

import pytest

from benchmarks import skeletons
from crawlers import command
from store.errors import DazorError, UsageError
from tests.errands import OUTLET

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PAGE = next(iter(skeletons.every()))
SOURCES = {OUTLET.id: OUTLET}
DATED = '<html><head><meta property="article:published_time" content="{}"></head><body>Мост</body></html>'


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.html").write_bytes(skeletons.render(PAGE.file))
    return tmp_path / "page.html"


def named(path, url=None, source=None):
    return {"file": str(path), "url": url, "source": source}


def listed(*lines):
    batch = io.StringIO("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    batch.name = "list.jsonl"
    return batch


def extracted(*files, batch=None, now=NOW):
    return list(command.extracted(files, batch, SOURCES, now))


def test_a_page_is_a_line_of_the_promised_shape(page):
    (line,) = extracted(named(page, PAGE.url, OUTLET.id))

    assert (str(page), PAGE.url, PAGE.title) == (line["file"], line["url"], line["title"])
    assert set(PAGE.body.split("\n")) <= set(line["text"].split("\n"))
    found = (line["outcome"], line["published_precision"], line["published_from"])
    assert ("ok", "minute", "visible") == found
    assert PAGE.at == datetime.fromisoformat(line["published_at"])


def test_agencies_are_told_from_people(tmp_path):
    head = '<meta name="author" content="Анна Верескова, ТАСС">'
    (tmp_path / "page.html").write_text(f"<html><head>{head}</head><body>Мост открыт.</body></html>", "utf-8")

    (line,) = extracted(named(tmp_path / "page.html"))

    assert (["Анна Верескова", "ТАСС"], ["ТАСС"]) == (line["authors"], line["agencies"])


def test_a_batch_is_read_line_by_line(page):
    lines = command.extracted((), listed({"file": str(page), "url": PAGE.url}, "", "broken"), SOURCES, NOW)

    assert PAGE.title == next(lines)["title"]
    with pytest.raises(UsageError, match=r"list\.jsonl, line 3: not JSON"):
        next(lines)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-03-01T21:30:00+03:00", "2026-03-01T21:30:00+03:00"),  # the offset that the page wrote
        ("2026-03-01T21:30:00", "2026-03-01T21:30:00+03:00"),  # the source's
        ("2026-03-01", "2026-03-01T00:00:00+03:00"),
        ("2031-03-01T21:30:00+03:00", None),  # after the capture
    ],
)
def test_a_time_has_its_zone(tmp_path, written, said):
    (tmp_path / "page.html").write_text(DATED.format(written), "utf-8")

    assert said == extracted(named(tmp_path / "page.html", source=OUTLET.id))[0]["published_at"]


def test_a_date_after_the_capture_is_not_believed(tmp_path):
    (tmp_path / "page.html").write_text(DATED.format("2026-03-01T21:30:00+03:00"), "utf-8")
    line = {"file": str(tmp_path / "page.html"), "captured_at": "2026-02-01T00:00:00Z"}

    assert extracted(batch=listed(line))[0]["published_at"] is None


def test_a_file_that_cannot_be_read_is_a_line_and_the_others_go_on(tmp_path, page):
    cut = tmp_path / "cut.html.gz"
    cut.write_bytes(gzip.compress(page.read_bytes())[:-20])
    lines = command.extracted([named(tmp_path / "none"), named(cut), named(page)], None, SOURCES, NOW)

    assert ["No such file or directory."] == next(lines)["warnings"]
    assert ["unreadable", "ok"] == [next(lines)["outcome"], next(lines)["outcome"]]
    with pytest.raises(DazorError, match="2 of 3 files could not be read"):
        next(lines)


def test_nothing_to_read_is_wrong_usage():
    with pytest.raises(UsageError, match="no file is named"):
        extracted()


def test_an_unknown_source_is_refused_where_it_is_named_alone(page):
    with pytest.raises(UsageError, match=f'Did you mean "{OUTLET.id}"'):
        extracted(named(page, source=OUTLET.id + "s"))


def test_an_unknown_source_in_a_list_is_said_in_its_line(page):
    (line,) = extracted(batch=listed({"file": str(page), "source": "nobody"}))

    assert "ok" == line["outcome"]
    assert "The catalogue has no source 'nobody'" in line["warnings"][0]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[]", 'line 1: has no "file"'),
        ('{"url": "https://a.example/"}', 'line 1: has no "file"'),
        ('{"file": "a", "url": 5}', 'line 1: "url" is not a text: 5'),
        ('{"file": "a", "captured_at": "today"}', "line 1: \"captured_at\" = 'today': not a time"),
        ('{"file": "a", "captured_at": "2026-03-01"}', "not a time with a zone"),
    ],
)
def test_a_line_that_is_none_is_named(line, says):
    with pytest.raises(UsageError, match=says):
        extracted(batch=listed(line))
