"""What the clock starts, and where it finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from dazor.config import Config
from store.types import Counts

GIBIBYTE = 1024**3
READ = "read"  # the lane of the long-lived child


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    What the clock starts.

    Under `dazor serve` the jobs of one lane run one after another, the lanes side by side: nothing
    waits for a slow site. Those of the lane `read` are one long-lived child.
    """

    name: str
    stage: str  # module:function
    is_daily: bool = False  # once a day, when the digest is due; else at every pass
    needs_account: bool = False  # only where a Telegram account is configured
    wall_s: float = 1800
    memory_bytes: int = 2 * GIBIBYTE  # of address space
    lane: str = "send"
    rest_s: float = 300  # between two starts under `dazor serve`
    slice: tuple[tuple[str, int], ...] = ()  # options in the lane `read`: a little at a time


def lock_path(config: Config, job: Job) -> Path:
    """The lock of a job, in the data folder."""
    return config.data_folder / "locks" / f"{job.name}.lock"


def stage(job: Job) -> Callable[..., Counts]:
    """The function behind a job; only now is its module loaded."""
    module, function = job.stage.split(":")
    found: Callable[..., Counts] = getattr(import_module(module), function)
    return found
