"""
The dead man's switch: an address outside that is called after each good pass.

Who keeps that address tells the operator when the calls stay away: the one thing that a machine that is off
cannot tell. The address is a secret (who knows it can feign life), so it is in no row, message or log.
"""

import http.client
import socket
import ssl
from datetime import datetime
from urllib.parse import urlsplit

from dazor import __version__
from dazor.health.troubles import Found
from store import checkups
from store.database import Database
from store.fates import explain

KIND = "ping"
TIMEOUT_S = 10
FAULTS = 3  # calls that failed in a row


def call(db: Database, url: str, now: datetime) -> None:
    """Call the address and write down how it went."""
    checkups.save(db, KIND, now, fault(url))


def found(db: Database) -> Found:
    """A trouble after some calls that failed."""
    last = checkups.newest(db, KIND, FAULTS)
    if len(last) < FAULTS or not all(row["fault"] for row in last):
        return {}
    why = f"the address outside could not be called {FAULTS} times in a row: {last[0]['fault']}."
    return {
        (KIND, "[health] ping_url"): (why, "Look at ping_url in config.toml and at the page of that service.")
    }


def fault(url: str, timeout_s: float = TIMEOUT_S) -> str | None:
    """What went wrong with one call; None: it was answered."""
    try:
        status = _get(url, timeout_s)
    except TimeoutError:
        return explain("timeout")
    except ssl.SSLError:
        return explain("tls")
    except socket.gaierror:
        return explain("dns")
    except OSError:
        return explain("connection")
    except (http.client.HTTPException, ValueError):
        return explain("bad_answer")
    return None if 200 <= status < 300 else f"the answer is {status}"


def _get(url: str, timeout_s: float) -> int:
    """A plain GET; the status. Redirects are not followed, since they would take the secret elsewhere."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": f"dazor/{__version__}"})
        return connection.getresponse().status
    finally:
        connection.close()
