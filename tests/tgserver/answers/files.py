"""Files: the bytes of photographs and documents, in parts."""

import time
from typing import Any

from telethon.tl import types

from tgserver.faults import RpcError
from tgserver.media import reference

SMALL = "m"  # the thumbnail: an eighth of the bytes


def get_file(server: Any, _connection: Any, asked: Any) -> Any:
    place = asked.location
    if place.id not in server.world.files:
        raise RpcError(400, "FILE_ID_INVALID")
    if place.file_reference != reference(place.id):
        raise RpcError(400, "FILE_REFERENCE_EXPIRED")
    data = server.world.file(place.id)
    if getattr(place, "thumb_size", "") == SMALL:
        data = data[: max(1, len(data) // 8)]
    part = data[asked.offset : asked.offset + asked.limit]
    return types.upload.File(types.storage.FileJpeg(), int(time.time()), part)


ANSWERS = {"upload.getFile": get_file}
