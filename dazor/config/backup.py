"""Settings of the copies that a restore needs."""

from pathlib import Path

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dazor.config.table import OwnPath, Table


class Backup(Table):
    """Copies of everything, once a day."""

    folder: OwnPath | None = Field(
        default=None,
        description="Where the copies go, best on another disk or machine; without it none are made.",
        examples=[Path("/media/backup/dazor")],
    )
    passphrase_file: OwnPath | None = Field(
        default=None,
        description="A file with a passphrase: the copies are sealed with it. Keep it elsewhere too.",
        examples=[Path("/etc/dazor/passphrase")],
    )
    recipient: str | None = Field(
        default=None,
        description="Or a public key of age: then this machine cannot open its copies.",
        examples=["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"],
    )
    complete: bool = Field(
        default=False,
        description="Copy sessions and the files of secrets too; only into sealed copies.",
        examples=[True],
    )

    @model_validator(mode="after")
    def _fits_together(self) -> "Backup":
        if self.passphrase_file is not None and self.recipient is not None:
            raise PydanticCustomError("whole", "a copy has one lock. Take out passphrase_file or recipient.")
        if self.complete and not self.is_sealed:
            raise PydanticCustomError(
                "whole", "complete needs sealed copies. Name a passphrase_file, or take it out."
            )
        return self

    @property
    def is_sealed(self) -> bool:
        """Whether the copies are locked."""
        return self.passphrase_file is not None or self.recipient is not None
