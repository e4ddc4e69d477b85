"""The settings of one installation: what config.toml says, checked as a whole."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from dazor.config import contradictions, files, mistakes, secrets
from dazor.config.settings import Config, Crawl, Desk, Section
from dazor.config.subscribers import Subscriber
from store.errors import UsageError

__all__ = ["Config", "Crawl", "Desk", "Section", "Subscriber", "load"]


def load(
    path: Path,
    *,
    proxy_password: str | None = None,
    mail_password: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> Config:
    """
    The settings in a file; relative paths in it start from its folder. `variables` may hold secrets.

    Raises one `UsageError` with a line for every problem of the file. It names the file as `path` does.
    """
    if not path.exists():
        raise UsageError(
            f"{path}: there is no such file. `dazor init` writes one; --config FILE names another."
        )
    data = files.read(path, str(path))
    problems = [f"{path}: {sentence}" for sentence in secrets.refuse(data)]
    try:
        context = {
            "folder": path.absolute().parent,
            "file_name": path.name,
            "proxy_password": proxy_password,
            "mail_password": mail_password,
            "variables": {name: (variables or {}).get(name, "") for name in secrets.OF_TELEGRAM},
        }
        config = Config.model_validate(data, context=context)
        problems += [f"{path}: {sentence}" for sentence in contradictions.found(config)]
    except ValidationError as error:
        problems += [f"{path}: {sentence}" for sentence in mistakes.sentences(error, data, Config)]
    if problems:
        raise UsageError("\n".join(problems))
    return config
