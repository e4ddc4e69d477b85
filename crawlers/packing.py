"""Only whole gzip streams pass: Scrapy takes what it can unpack, and half a page must never be stored."""

import zlib

from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from crawlers.no_answer import BadPacking

STEP_BYTES = 64 * 1024
MOST_BYTES = 12 * 1024 * 1024  # beyond Scrapy's limit, which then refuses the body


class Packing:
    """Downloader middleware, nearer to the network than Scrapy's unpacking."""

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Raise for a body that breaks off or is not gzip; the others pass as they are."""
        if response.headers.get("Content-Encoding", b"").lower() in (b"gzip", b"x-gzip") and response.body:  # type: ignore[union-attr]
            try:
                whole = is_whole(response.body)
            except zlib.error as error:
                raise BadPacking(f"the body should be gzip: {error}") from error
            if not whole:
                raise ResponseDataLossError("the gzip stream breaks off")
        return response


def is_whole(packed: bytes) -> bool:
    """Whether a gzip stream comes to its end. Raises `zlib.error` for what is not gzip."""
    unpacker = zlib.decompressobj(wbits=31)
    rest, size = packed, 0
    while not unpacker.eof and size < MOST_BYTES:
        piece = unpacker.decompress(rest, STEP_BYTES)
        rest, size = unpacker.unconsumed_tail, size + len(piece)
        if not piece and not rest:
            break
    return unpacker.eof or size >= MOST_BYTES
