"""The errors a person can do something about. Anything else is a bug and shows its traceback."""


class DazorError(Exception):
    """An expected error. Its message says what, where and what to do."""

    exit_code = 1


class UsageError(DazorError):
    """A command or a setting is wrong."""

    exit_code = 2


class Busy(DazorError):
    """Another process is doing the same; try again later."""

    exit_code = 75


class StoreError(DazorError):
    """The store cannot be opened, read or written."""


class Stopped(DazorError):
    """A signal ended the work early; what was done is stored."""
