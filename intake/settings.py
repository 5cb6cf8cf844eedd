"""The only reader of the environment: every setting with its default and what it is for. The README's table is made of this."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError

from intake.core.errors import SetupError

_PREFIX = "INTAKE_"
# The content: beside the package in a clone of the project, inside it in an installed wheel (see pyproject.toml).
_PACKED = Path(__file__).parent / "house"
ROOT = _PACKED if _PACKED.is_dir() else Path(__file__).parents[1]
# The options of `intake serve` decide these; they are in the environment for the server's own process only.
_SET_BY_SERVE = ("role", "agencies", "demo")


class Settings(BaseSettings):
    """How one process runs. Frozen; the command line makes a copy with what its options say."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    data: Path = Field(Path("var"), description="The folder of the database and the keys.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(
        8000, validation_alias=AliasChoices("PORT", "port"), ge=1, le=65535, description="The port to listen on."
    )
    base_url: str = Field(
        "", description="What people type to get here, used in links and QR codes; by default the host and port."
    )
    database_url: str = Field("", description="The database; by default SQLite in the data folder.")
    content_root: Path = Field(
        ROOT, description="The folder that holds forms/, routing_rules/, translations/, static/ and demo/."
    )
    draft_days: int = Field(14, ge=1, le=90, description="How many days answers that were not sent are kept.")
    smtp_url: str = Field(
        "",
        repr=False,
        description="The mail server: smtp://user:password@host:587 (with STARTTLS, unless it is this machine) or smtps://.",
    )
    mail_from: str = Field("", description="The address that mail to desks is from.")
    threads: int = Field(8, ge=1, le=64, description="Requests worked on at once, and connections that read.")
    role: Literal["public", "staff", "all"] = Field("all", description="Which face to show: set by `intake serve`.")
    agencies: tuple[str, ...] = Field((), description="Whose private keys to load: set by `intake serve`.")
    demo: bool = Field(False, description="Invented staff, and DEMO on every page: set by `intake serve`.")

    @field_validator("data", "content_root")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.absolute()

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @property
    def address(self) -> str:
        """The start of every link: no slash at its end."""
        return self.base_url or f"http://{self.host}:{self.port}"

    @property
    def store_url(self) -> str:
        """The database that is really used."""
        return self.database_url or f"sqlite:///{self.data / 'intake.db'}"


def load() -> Settings:
    """Read the environment. Raises SetupError naming each setting that cannot be used and why."""
    try:
        return Settings()
    except ValidationError as error:
        found = (f"{_name(str(problem['loc'][0]))}: {problem['msg']}" for problem in error.errors())
        raise SetupError("These settings cannot be used. " + "; ".join(found)) from None
    except SettingsError as error:
        # A list that is not JSON: the library says the field's name in quotation marks.
        named = str(error).split('"')[1]
        raise SetupError(f"These settings cannot be used. {_name(named)}: write a JSON list") from None


def export(settings: Settings) -> None:
    """Put the settings into the environment, for the server's own process to read."""
    written = settings.model_dump(mode="json")
    for name, value in written.items():
        os.environ[_name(name)] = value if isinstance(value, str) else json.dumps(value)


def table() -> list[tuple[str, str, str]]:
    """Name, default and help of every setting that people set, for the README."""
    fields = [(name, field) for name, field in Settings.model_fields.items() if name not in _SET_BY_SERVE]
    return [(_name(name), _default(field.default), field.description or "") for name, field in fields]


def _name(field: str) -> str:
    return "PORT" if field in ("port", "PORT") else _PREFIX + field.upper()


def _default(value: object) -> str:
    if value == ROOT:
        return "the folder of the project"
    return {"": "", "()": ""}.get(str(value), str(value))
