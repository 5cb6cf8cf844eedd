"""Two faces: the public one opens nothing and has no staff page, the staff one has no form."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from intake.app import create_app
from intake.core.errors import SealBroken, SetupError
from intake.runtime import Runtime, start
from intake.settings import load
from intake.vault import Opener
from tests.running import CLERK_AGENCY, OTHER_AGENCY, make_report


def face(data: Path, role: str, *agencies: str) -> tuple[Runtime, TestClient]:
    """The application of a role, as `serve` makes it."""
    settings = load().model_copy(update={"data": data, "role": role, "agencies": agencies})
    runtime = start(settings)
    return runtime, TestClient(create_app(runtime))


def test_the_public_face_has_no_staff_page(data: Path) -> None:
    _, client = face(data, "public")
    for path in ("", "/queue", "/sign-in", "/sign-in/x", "/decisions", "/referral/1", "/language"):
        assert client.get(f"/staff{path}", follow_redirects=False).status_code == 404
        assert client.post(f"/staff{path}", follow_redirects=False).status_code == 404
    assert client.get("/es/").status_code == 200


def test_the_public_face_works_without_a_key_that_opens_anything(data: Path) -> None:
    shutil.rmtree(data / "keys/private")
    runtime, client = face(data, "public")
    report = make_report(runtime)
    assert runtime.opener is None and runtime.desk().opener is None
    assert report.lead == CLERK_AGENCY
    assert client.get("/readyz").status_code == 200


def test_the_staff_face_has_no_form(data: Path) -> None:
    _, client = face(data, "staff", CLERK_AGENCY)
    for path in ("/", "/es/", "/es/report/", "/es/report/now", "/es/report/send", "/es/verify"):
        assert client.get(path, follow_redirects=False).status_code == 404
        assert client.post(path, follow_redirects=False).status_code == 404
    assert client.get("/staff/sign-in").status_code == 200


def test_a_staff_process_opens_the_agencies_it_was_started_for_and_no_other(data: Path) -> None:
    runtime, _ = face(data, "staff", CLERK_AGENCY)
    report, opener = make_report(runtime), runtime.desk().opener
    assert opener is not None and opener.agencies == {CLERK_AGENCY}
    assert opener.open(CLERK_AGENCY, report.dossier)
    with pytest.raises(SealBroken):
        opener.open(OTHER_AGENCY, report.dossier)


def test_a_staff_process_started_for_nobody_opens_nothing(data: Path) -> None:
    runtime, _ = face(data, "staff")
    opener = runtime.desk().opener
    assert isinstance(opener, Opener) and opener.agencies == frozenset()


def test_a_process_without_keys_does_not_start(data: Path) -> None:
    shutil.rmtree(data / "keys")
    with pytest.raises(SetupError, match="intake init"):
        face(data, "public")
