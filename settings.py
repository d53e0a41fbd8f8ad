"""Tandem's settings: the environment, read once. Nothing else reads them.

The connection to Temporal comes from Temporal's own variables (TEMPORAL_ADDRESS and its family, and
the profile file of the `temporal` command); only the embedded server's ports are ours. Which commit
was built is no setting (`temporal/version.py`).
"""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.clock import hours_of
from domain.errors import BadInput

File = Annotated[Path | None, BeforeValidator(lambda value: value or None)]
"""The path of a file; empty is none."""

_ADDRESS = r"[!-?A-~]+@[!-?A-~]+"
_READERS = r"[^,@\s]*@[^,@\s]+"
_LOCAL = ("localhost", "127.0.0.1", "::1")
_SECRETS = ("database_url", "smtp_password", "oauth_client_secret")
"""Each may come as a file instead, whose path is the setting of that name and `_file`."""


class Settings(BaseSettings):
    """Every field is an environment variable with the prefix `TANDEM_`; docs/settings.md is the table."""

    model_config = SettingsConfigDict(env_prefix="TANDEM_", frozen=True)

    home: Path = Path(".tandem")
    """Where the embedded default keeps everything."""
    database_url: str = Field(default="", repr=False)
    """SQLAlchemy's URL of the store; SQLite in `home` if empty."""
    database_url_file: File = None
    temporal_port: int = Field(default=7233, ge=1, le=65535)
    ui_port: int = Field(default=8233, ge=1, le=65535)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=2525, ge=1, le=65535)
    smtp_timeout: float = Field(default=60, gt=0)
    """Seconds for each step of a delivery but the last."""
    smtp_data_timeout: float = Field(default=600, gt=0)
    """Seconds to wait for the answer to the letter itself (RFC 5321, 4.5.3.2.6: ten minutes)."""
    smtp_security: Literal["none", "plaintext", "starttls", "tls"] = "none"
    """`none` is for a mail server on this machine; `plaintext` is the same to another one, where letters can
    be read on the way."""
    smtp_ca_file: File = None
    """Who vouches for the mail server, in PEM; the system's authorities if empty."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: File = None
    oauth_token_url: str = ""
    """Where tokens come from, to sign in with one instead of a password (RFC 6749, 4.4)."""
    oauth_client_id: str = ""
    oauth_client_secret: SecretStr = SecretStr("")
    oauth_client_secret_file: File = None
    oauth_scope: str = ""
    mail_from: str = Field(default="tandem@localhost.example", pattern=f"^{_ADDRESS}$")
    """The address letters are sent from; replies go to the programme's contact."""
    mail_per_minute: float = Field(default=30, gt=0)
    """How many letters may go out each minute, over all workers."""
    mail_connections: int = Field(default=3, ge=1, le=50)
    mail_hours: str = "08:00-18:00"
    """Letters go out only between these, by the clock of whoever reads them; at all hours if empty."""
    mail_days: Literal["working", "all"] = "working"
    """Working days have no weekend and no bank holiday of England among them."""
    mail_only_to: str = Field(default="", pattern=rf"^{_READERS}( *, *{_READERS})*$|^$")
    """Addresses and @domains with commas between; nobody else gets letters. Empty: everybody does."""
    mail_redirect_to: str = Field(default="", pattern=f"^{_ADDRESS}$|^$")
    """The address that gets every letter instead of its reader."""
    pages_url: str = ""
    """The web address of the pages, as letters name it; letters ask for replies alone if empty."""
    pages_host: str = "127.0.0.1"
    """The IP address at which the pages listen."""
    pages_port: int = Field(default=8333, ge=1, le=65535)
    pages_proxies: str = "127.0.0.1"
    """Addresses and networks, with commas between, of proxies that say whose request it is."""
    erasures_file: File = None
    """The list of erasures, outside the store; in `home` if empty and the store is there."""
    erasures_key_file: File = None
    """The key of the digests in it, made when it is first needed; in `home` likewise."""
    codec_keys_file: File = None
    """The key ring by which payloads for the Temporal server are encrypted; they are plain if empty."""
    codec_port: int = Field(default=8234, ge=1, le=65535)
    """Where `tandem codec` decrypts them for the Web UI."""
    log: Literal["text", "json"] = "text"
    metrics: str = ""
    """Where a worker shows its metrics to Prometheus, such as 0.0.0.0:9464; nowhere if empty."""
    traces: Literal["", "otlp"] = ""
    worker_deployment: str = Field(default="", pattern=r"^[\w-]*$")
    """The deployment to which workers belong, each as the build that it is; none if empty."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty_ones(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A variable with nothing in it is not set, as a line `TANDEM_HOME=` in a file means it."""
        return {name: value for name, value in values.items() if value != "" or name == "mail_hours"}

    @field_validator("metrics")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value:
            _check_address(value)
        return value

    @field_validator("pages_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        local = parts.scheme == "http" and parts.hostname in _LOCAL
        if value and not (parts.hostname and (parts.scheme == "https" or local)):
            raise ValueError("write where the pages are, such as https://mentoring.university.example")
        if parts.query or parts.fragment:
            raise ValueError("write the address of the pages without ? or #")
        return value.rstrip("/")

    @field_validator("pages_host")
    @classmethod
    def _is_ip_address(cls, value: str) -> str:
        ip_address(value)
        return value

    @field_validator("mail_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        if value:
            hours_of(value)
        return value

    @property
    def writes_to_catcher(self) -> bool:
        """Whether the mail server, as seen from `tandem up`, is its own mail catcher."""
        return self.smtp_host in _LOCAL

    @property
    def is_smtp_encrypted(self) -> bool:
        """Whether letters, and a password, can be read by nobody on the way to the mail server."""
        return self.smtp_security in ("starttls", "tls")

    @property
    def keeps_store_at_home(self) -> bool:
        """Whether the store is SQLite in `home`."""
        return not (self.database_url or self.database_url_file)

    @property
    def store_url(self) -> str:
        """Where the store is, password and all. Raises BadInput if the file that says so cannot be used."""
        if self.keeps_store_at_home:
            return f"sqlite:///{(self.home / 'tandem.db').absolute()}"
        return secret("database_url", SecretStr(self.database_url), self.database_url_file).get_secret_value()

    @property
    def pages_address(self) -> str:
        """Where the pages listen, as a browser on this machine asks for them."""
        return f"http://127.0.0.1:{self.pages_port}"

    @property
    def letters_lead_to(self) -> str:
        """The address of the pages that letters lead to: of `tandem up`, which has its own mail catcher, its
        own, unless others are named. Empty: they ask for replies."""
        return self.pages_url or (self.pages_address if self.writes_to_catcher else "")

    @property
    def embedded_address(self) -> str:
        return f"127.0.0.1:{self.temporal_port}"

    @property
    def ui_address(self) -> str:
        return f"http://127.0.0.1:{self.ui_port}"

    @property
    def sign_of_life(self) -> Path:
        """The file that a worker touches as long as it is at work."""
        return self.home / "worker.alive"

    @property
    def erasure_files(self) -> tuple[Path, Path] | None:
        """The list of erasures and its key; None if nobody has said where, and the store is elsewhere: what
        is beside a worker may go with its container."""
        if self.erasures_file and self.erasures_key_file:
            return self.erasures_file, self.erasures_key_file
        here = self.keeps_store_at_home
        return (self.home / "erasures.jsonl", self.home / "erasures.key") if here else None

    @property
    def letters_folder(self) -> Path:
        """Where the embedded mail catcher keeps each letter."""
        return self.home / "letters"


def _check_address(value: str) -> None:
    """Raises ValueError with a sentence unless this is where a server can listen."""
    host, _, port = value.rpartition(":")
    try:
        ip_address(host.removeprefix("[").removesuffix("]"))
        valid = 0 < int(port) <= 65535
    except ValueError:
        valid = False
    if not valid:
        raise ValueError("write an IP address and a port, such as 127.0.0.1:9464 or 0.0.0.0:9464")


def read_settings() -> Settings:
    """The settings; raises BadInput naming each variable that cannot be used."""
    try:
        settings = Settings()
    except ValidationError as problem:
        raise BadInput(*(_sentence(error) for error in problem.errors())) from None
    problems = [*_misspelt(os.environ), *_contradictions(settings)]
    if problems:
        raise BadInput(*problems)
    return settings


def secret(name: str, value: SecretStr, file: Path | None) -> SecretStr:
    """The secret of this setting, or what stands in its file without the end of its line. Raises BadInput."""
    if file is None:
        return value
    try:
        found = file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or "it is not text"
        raise BadInput(f"TANDEM_{name.upper()}_FILE: {file} cannot be read: {why}.") from None
    if not found:
        raise BadInput(f"TANDEM_{name.upper()}_FILE: {file} is empty.")
    return SecretStr(found)


def _sentence(error: ErrorDetails) -> str:
    """What is wrong with a variable, with its value unless that is a secret."""
    name = str(error["loc"][0])
    value = "" if name in _SECRETS else f" (it is {error['input']!r})"
    ours = error["type"] == "value_error"
    return f"TANDEM_{name.upper()}: {error['ctx']['error'] if ours else error['msg']}{value}."


def _misspelt(variables: Mapping[str, str]) -> Iterator[str]:
    """A variable that is nearly a setting. Others may be somebody else's: a container platform names each
    service in variables of its own, `TANDEM_DATABASE_PORT=tcp://...`."""
    known = [f"TANDEM_{name.upper()}" for name in Settings.model_fields]
    for name, value in variables.items():
        theirs = value.startswith(("tcp://", "udp://")) or not name.startswith("TANDEM_")
        if not theirs and name not in known:
            for nearest in get_close_matches(name, known, n=1, cutoff=0.87):
                yield f"{name} is no setting; did you mean {nearest}?"


def _contradictions(s: Settings) -> Iterator[str]:
    """What cannot be meant, a sentence each."""
    for name in ("database_url", "smtp_password"):
        if getattr(s, name) and getattr(s, f"{name}_file"):
            yield f"TANDEM_{name.upper()} and TANDEM_{name.upper()}_FILE are both set: set one of them."
    if bool(s.erasures_file) is not bool(s.erasures_key_file):
        yield "TANDEM_ERASURES_FILE and TANDEM_ERASURES_KEY_FILE belong together: set both, or neither."
    yield from _about_passwords(s)
    if s.oauth_token_url:
        yield from _about_tokens(s)
    elif s.oauth_client_id or s.oauth_client_secret or s.oauth_client_secret_file:
        yield "There is an OAuth client to sign in to the mail server with, but no TANDEM_OAUTH_TOKEN_URL."
    yield from _about_encryption(s)
    if s.mail_only_to and s.mail_redirect_to:
        yield (
            "TANDEM_MAIL_ONLY_TO and TANDEM_MAIL_REDIRECT_TO are both set: one says who gets their "
            "letters, the other that nobody does. Set one of them."
        )


def _about_encryption(s: Settings) -> Iterator[str]:
    is_elsewhere = s.smtp_host not in _LOCAL
    if is_elsewhere and s.smtp_security == "none":
        yield (
            f"TANDEM_SMTP_SECURITY is none, and {s.smtp_host} is another machine: others could read on "
            "the way who takes part. Set it to starttls or tls, or to plaintext if that is known and wanted."
        )
    if is_elsewhere and s.smtp_user and not s.is_smtp_encrypted:
        yield (
            f"TANDEM_SMTP_USER is set and TANDEM_SMTP_SECURITY is {s.smtp_security}: Tandem does not sign in "
            f"to {s.smtp_host} over a line that others can read. Set it to starttls or tls."
        )
    if s.smtp_ca_file and not s.is_smtp_encrypted:
        yield (
            f"TANDEM_SMTP_CA_FILE is set, but TANDEM_SMTP_SECURITY is {s.smtp_security}: set it to starttls "
            "or tls."
        )


def _about_passwords(s: Settings) -> Iterator[str]:
    password, token = bool(s.smtp_password or s.smtp_password_file), bool(s.oauth_token_url)
    if password and token:
        yield "TANDEM_OAUTH_TOKEN_URL is set, and a password too: Tandem signs in with one of them."
    if s.smtp_user and not (password or token):
        yield (
            "TANDEM_SMTP_USER is set without a secret: set TANDEM_SMTP_PASSWORD, "
            "TANDEM_SMTP_PASSWORD_FILE or TANDEM_OAUTH_TOKEN_URL."
        )
    if (password or token) and not s.smtp_user:
        yield "There is a secret to sign in to the mail server with, but no TANDEM_SMTP_USER."


def _about_tokens(s: Settings) -> Iterator[str]:
    parts = urlsplit(s.oauth_token_url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        yield "TANDEM_OAUTH_TOKEN_URL must begin with https://, since a secret is sent there."
    if not s.oauth_client_id:
        yield "TANDEM_OAUTH_TOKEN_URL is set without TANDEM_OAUTH_CLIENT_ID."
    if bool(s.oauth_client_secret) == bool(s.oauth_client_secret_file):
        yield (
            "TANDEM_OAUTH_TOKEN_URL needs either TANDEM_OAUTH_CLIENT_SECRET or "
            "TANDEM_OAUTH_CLIENT_SECRET_FILE."
        )
