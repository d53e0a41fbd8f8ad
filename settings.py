"""Tandem's settings: the environment, read once. Nothing else reads it.

The connection to Temporal comes from Temporal's own variables (TEMPORAL_ADDRESS and its family, and
the profile file of the `temporal` command); only the embedded server's ports are ours.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.clock import hours_of
from domain.errors import BadInput


class Settings(BaseSettings):
    """Every field is an environment variable with the prefix `TANDEM_`; docs/settings.md is the table."""

    model_config = SettingsConfigDict(env_prefix="TANDEM_", frozen=True)

    home: Path = Path(".tandem")
    """Where the embedded default keeps everything."""
    database_url: str = ""
    """SQLAlchemy's URL of the store; SQLite in `home` if empty."""
    temporal_port: int = Field(default=7233, ge=1, le=65535)
    ui_port: int = Field(default=8233, ge=1, le=65535)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=2525, ge=1, le=65535)
    smtp_timeout: float = Field(default=60, gt=0)
    """Seconds for each step of a delivery but the last."""
    smtp_data_timeout: float = Field(default=600, gt=0)
    """Seconds to wait for the answer to the letter itself (RFC 5321, 4.5.3.2.6: ten minutes)."""
    mail_from: str = Field(default="tandem@localhost.example", pattern=r"^[!-?A-~]+@[!-?A-~]+$")
    """The address letters are sent from; replies go to the programme's contact."""
    mail_per_second: float = Field(default=20, gt=0)
    """How many letters may go out each second, over all workers."""
    mail_connections: int = Field(default=3, ge=1, le=50)
    mail_hours: str = "08:00-18:00"
    """Letters go out only between these, by the clock of whoever reads them; at all hours if empty."""
    mail_days: Literal["working", "all"] = "working"
    """Working days have no weekend and no bank holiday of England among them."""
    log: Literal["text", "json"] = "text"

    @field_validator("mail_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        if value:
            hours_of(value)
        return value

    @property
    def store_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'tandem.db').absolute()}"

    @property
    def embedded_address(self) -> str:
        return f"127.0.0.1:{self.temporal_port}"

    @property
    def ui_address(self) -> str:
        return f"http://127.0.0.1:{self.ui_port}"

    @property
    def letters_folder(self) -> Path:
        """Where the embedded mail catcher keeps each letter."""
        return self.home / "letters"


def read_settings() -> Settings:
    """The settings; raises BadInput naming each variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as problem:
        raise BadInput(
            *(
                f"TANDEM_{str(e['loc'][0]).upper()}: {e['msg']} (it is {e['input']!r})."
                for e in problem.errors()
            )
        ) from None
