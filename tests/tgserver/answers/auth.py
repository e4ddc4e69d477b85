"""What a client asks at its beginning and end: settings of the service, who it is, other data centres."""

import os
from datetime import timedelta
from typing import Any

from telethon.tl import types

from tgserver.faults import RpcError
from tgserver.stamps import now

DATA_CENTRES = range(1, 6)


def get_config(server: Any, _connection: Any, _asked: Any) -> Any:
    """Every data centre is this server."""
    centres = [types.DcOption(number, "127.0.0.1", server.port) for number in DATA_CENTRES]
    return types.Config(
        date=now(),
        expires=now() + timedelta(hours=1),
        test_mode=False,
        this_dc=2,
        dc_options=centres,
        dc_txt_domain_name="localhost",
        chat_size_max=200,
        megagroup_size_max=200000,
        forwarded_count_max=100,
        online_update_period_ms=210000,
        offline_blur_timeout_ms=5000,
        offline_idle_timeout_ms=30000,
        online_cloud_timeout_ms=300000,
        notify_cloud_delay_ms=30000,
        notify_default_delay_ms=1500,
        push_chat_period_ms=60000,
        push_chat_limit=2,
        edit_time_limit=172800,
        revoke_time_limit=2147483647,
        revoke_pm_time_limit=2147483647,
        rating_e_decay=2419200,
        stickers_recent_limit=200,
        channels_read_media_period=2419200,
        call_receive_timeout_ms=20000,
        call_ring_timeout_ms=90000,
        call_connect_timeout_ms=30000,
        call_packet_timeout_ms=10000,
        me_url_prefix="https://t.me/",
        caption_length_max=1024,
        message_length_max=4096,
        webfile_dc_id=4,
    )


def get_nearest(_server: Any, _connection: Any, _asked: Any) -> Any:
    return types.NearestDc("LT", 2, 2)


def get_users(server: Any, _connection: Any, asked: Any) -> list[Any]:
    """The account itself; it knows nobody else."""
    return [server.world.user() for one in asked.id if isinstance(one, types.InputUserSelf | types.InputUser)]


def export_authorization(server: Any, _connection: Any, _asked: Any) -> Any:
    """The login for another data centre."""
    token = os.urandom(16)
    server.exported.add(token)
    return types.auth.ExportedAuthorization(server.world.me["id"], token)


def import_authorization(server: Any, connection: Any, asked: Any) -> Any:
    if asked.bytes not in server.exported:
        raise RpcError(400, "AUTH_BYTES_INVALID")
    server.exported.remove(asked.bytes)
    return authorised(server, connection)


def log_out(server: Any, connection: Any, _asked: Any) -> Any:
    connection.key.is_authorised = False
    server.keys.save()
    return types.auth.LoggedOut()


def authorised(server: Any, connection: Any) -> Any:
    """From now on the key is logged in."""
    connection.key.is_authorised = True
    server.keys.save()
    return types.auth.Authorization(server.world.user())


ANSWERS = {
    "help.getConfig": get_config,
    "help.getNearestDc": get_nearest,
    "users.getUsers": get_users,
    "auth.exportAuthorization": export_authorization,
    "auth.importAuthorization": import_authorization,
    "auth.logOut": log_out,
}
