import gzip
import random
import zlib

import pytest
from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from crawlers import packing
from crawlers.no_answer import BadPacking
from tests.errands import SITE

PAGE = random.Random(1).randbytes(300_000) * 2


def passed(body: bytes, encoding: str = "gzip") -> Response:
    asked = Request(SITE)
    return packing.Packing().process_response(
        asked, Response(SITE, headers={"Content-Encoding": encoding}, body=body, request=asked)
    )


@pytest.mark.parametrize("body", [b"", gzip.compress(b""), gzip.compress(PAGE), gzip.compress(PAGE) + b"\n"])
def test_whole_stream_passes_as_it_is(body):
    assert body == passed(body).body


@pytest.mark.parametrize("lost", [1, 8, 9, 1000])
def test_stream_that_breaks_off_is_refused(lost):
    with pytest.raises(ResponseDataLossError):
        passed(gzip.compress(PAGE)[:-lost])


def test_what_is_not_gzip_is_refused():
    with pytest.raises(BadPacking):
        passed(b"<p>page")


def test_other_packing_is_not_our_matter():
    assert b"<p>page" == passed(b"<p>page", "br").body


def test_bomb_is_not_unpacked_to_its_end():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64))  # and no end

    assert packing.is_whole(bomb)
