"""A child process: started with a wall limit, asked to stop, killed where it does not."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Sequence

KILL_AFTER_S = 9.0  # a child that was asked to stop has so long


async def run(name: str, command: Sequence[str], wall_s: float) -> int:
    """Start a command and wait for it; its exit code, 1 where it was ended at its limit."""
    child = await start(command)
    try:
        code = await asyncio.wait_for(child.wait(), wall_s)
    except TimeoutError:
        _say(f"{name}: ended at its limit of {wall_s:g} s; the next pass goes on.")
        return 1
    finally:
        await end(child)
    if code < 0:  # most often the system had no memory left
        _say(f"{name}: killed by signal {-code}; the next pass goes on.")
    return code


async def start(command: Sequence[str], *, stdout: int | None = None) -> Process:
    """In a group of its own, so that Ctrl-C reaches it once: through this process."""
    return await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=stdout, process_group=0)


async def end(child: Process) -> None:
    """Ask a child to stop, and kill it where it does not; nothing where it has ended."""
    if child.returncode is not None:
        return
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), KILL_AFTER_S)
    except TimeoutError:
        child.kill()
        await child.wait()


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
