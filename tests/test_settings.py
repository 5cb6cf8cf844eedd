"""Settings: what happens when nobody sets anything, what a wrong one says, and that the README lists them all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from intake.core.errors import SetupError
from intake.settings import Settings, export, load, table

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Nobody has set anything, and whatever a test exports is taken back."""
    for name in list(os.environ):
        if name == "PORT" or name.startswith("INTAKE_"):
            monkeypatch.delenv(name)
    before = dict(os.environ)
    yield monkeypatch
    for name in os.environ.keys() - before.keys():
        del os.environ[name]


def test_with_nothing_set_it_serves_this_machine_only_from_a_folder_beside_the_project() -> None:
    settings = load()
    assert (settings.host, settings.port, settings.data) == ("127.0.0.1", 8000, Path("var").absolute())
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.store_url == f"sqlite:///{Path('var').absolute()}/intake.db"
    assert not settings.demo and settings.content_root == ROOT


@pytest.mark.parametrize(
    ("name", "value", "field", "wanted"),
    [
        ("INTAKE_DATA", "/srv/intake", "data", Path("/srv/intake")),
        ("INTAKE_DATA", "elsewhere", "data", Path("elsewhere").absolute()),
        ("PORT", "9001", "port", 9001),
        ("INTAKE_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("INTAKE_BASE_URL", "https://example.org/", "address", "https://example.org"),
        ("INTAKE_DATABASE_URL", "sqlite:////srv/a.db", "store_url", "sqlite:////srv/a.db"),
        ("INTAKE_DRAFT_DAYS", "30", "draft_days", 30),
        ("INTAKE_SMTP_URL", "smtp://ana:word@mail.example.org:587", "smtp_url", "smtp://ana:word@mail.example.org:587"),
        ("INTAKE_MAIL_FROM", "ventanilla@example.org", "mail_from", "ventanilla@example.org"),
        ("INTAKE_THREADS", "16", "threads", 16),
    ],
    ids=lambda value: str(value),
)
def test_the_environment_says_how_to_run(
    environment: pytest.MonkeyPatch, name: str, value: str, field: str, wanted: object
) -> None:
    environment.setenv(name, value)
    assert getattr(load(), field) == wanted


def test_the_port_has_the_name_that_hosts_give_it_and_no_other(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("INTAKE_PORT", "9001")
    assert load().port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("INTAKE_THREADS", "0"),
        ("INTAKE_DRAFT_DAYS", "400"),
        ("INTAKE_ROLE", "king"),
        ("INTAKE_DEMO", "perhaps"),
        ("INTAKE_AGENCIES", "not json"),
    ],
    ids=lambda value: str(value),
)
def test_a_value_that_cannot_be_used_is_named(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)
    with pytest.raises(SetupError, match=rf"\b{name}\b"):
        load()


def test_all_that_is_wrong_is_named_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "eighty")
    environment.setenv("INTAKE_THREADS", "many")
    with pytest.raises(SetupError, match=r"PORT: .*; INTAKE_THREADS: "):
        load()


def test_the_server_process_reads_what_the_command_decided() -> None:
    changes = {"role": "staff", "agencies": ("mx_one", "us_two"), "demo": True, "port": 9001, "data": Path("/srv/x")}
    decided = load().model_copy(update=changes)
    export(decided)
    assert load() == decided


def test_what_nobody_set_is_still_not_set_after_the_hand_over() -> None:
    decided = load()
    export(decided)
    assert load() == decided
    assert (load().base_url, load().database_url, load().agencies) == ("", "", ())


def test_a_password_is_not_shown_where_settings_are(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("INTAKE_SMTP_URL", "smtp://ana:hunter2@mail.example.org")
    assert "hunter2" in load().smtp_url and "hunter2" not in repr(load())


def test_settings_cannot_be_changed_under_way() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(load(), "port", 1)  # noqa: B010 - what mypy would refuse is what is tried


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_table_of_the_readme_is_that_of_the_code() -> None:
    _, _, after = README.read_text(encoding="utf-8").partition("<!-- settings -->\n")
    written, end, _ = after.partition("<!-- /settings -->")
    rows = "".join(f"| `{name}` | {default} | {help} |\n" for name, default, help in table())
    assert end and written == "| Setting | Default | What it is for |\n| --- | --- | --- |\n" + rows


def test_the_table_has_what_people_set_and_not_what_serve_decides() -> None:
    names = {name for name, _, _ in table()}
    assert {"INTAKE_DATA", "PORT", "INTAKE_DATABASE_URL", "INTAKE_BASE_URL"} <= names
    assert not names & {"INTAKE_ROLE", "INTAKE_AGENCIES", "INTAKE_DEMO"}
