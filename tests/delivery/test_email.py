"""Mail as a desk gets it: a reference and a link, over an encrypted way, and nothing that anybody wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.testclient import TestClient

from intake.app import create_app
from intake.core.errors import DeliveryError, SetupError
from intake.core.report import DeliveryFailure, Referral, Role
from intake.delivery.email import MailServer, OnCallLetter
from intake.i18n import LANGUAGES
from intake.runtime import Runtime
from tests.correcting import claimed, make_clerk, pass_on
from tests.delivery.house import Clock, deliver, outbox_of, sender, urgent_referral
from tests.delivery.postbox import PASSWORD, SENDER, USER, Postbox, free_port, receiving
from tests.running import make_report, sign_in
from tests.test_render import RENDERER
from tests.typed import SPEI_JALISCO

CANARY = "canario-rojo-7713"
LETTER = OnCallLetter("7K3M-9QXA-2B4C", "https://example.org/staff/referral/0190", is_demo=False)
# To the program this address is another machine's, so the way there must be encrypted.
ELSEWHERE = "127.0.0.2"


def written_anew(referral: Referral) -> str:
    """The whole text that this desk should get, and not a word more."""
    letter = OnCallLetter(referral.reference, f"http://testserver/staff/referral/{referral.id}", is_demo=True)
    texts = [RENDERER.letter(letter, lang).partition("\n")[2].strip() for lang in LANGUAGES]
    return "\n\n* * *\n\n".join(texts)


def test_a_call_holds_the_reference_and_the_link_and_nothing_else(
    house: Runtime, postbox: Postbox, clock: Clock
) -> None:
    referral = urgent_referral(house, words=f"{CANARY} me amenaza")
    assert deliver(house, sender(house, postbox).send, clock).sent == 1
    [mail] = postbox.read()
    assert postbox.texts() == [written_anew(referral) + "\n"]
    assert mail["To"] == f"{referral.queue}@on-call.example.com" and mail["From"].addresses[0].addr_spec == SENDER
    assert referral.reference not in mail["Subject"] and referral.priority not in mail["Subject"]
    assert CANARY.encode() not in postbox.mails[0] and referral.category.encode() not in postbox.mails[0]


def test_two_reports_make_the_same_mail_but_for_reference_and_link(
    house: Runtime, postbox: Postbox, clock: Clock
) -> None:
    found = [urgent_referral(house, words=words) for words in ("Ayuda", CANARY * 20)]
    deliver(house, sender(house, postbox).send, clock)
    texts = postbox.texts()
    same = [text.replace(it.reference, "").replace(it.id, "") for text, it in zip(texts, found, strict=True)]
    assert same[0] == same[1] and texts[0] != texts[1]


def test_the_link_opens_the_report_for_the_desk(house: Runtime, postbox: Postbox, clock: Clock) -> None:
    referral = urgent_referral(house, words=CANARY)
    deliver(house, sender(house, postbox).send, clock)
    path = f"/staff/referral/{referral.id}"
    assert f"http://testserver{path}\n" in postbox.texts()[0]
    client = TestClient(create_app(house))
    assert CANARY in sign_in(client, house, "Ana", Role.CLERK, referral.queue).get(path).text


def test_a_desk_that_passed_the_report_on_is_not_called_any_more(
    house: Runtime, postbox: Postbox, clock: Clock
) -> None:
    referral = urgent_referral(house)
    clerk = make_clerk(house, referral.queue)
    pass_on(house, clerk, claimed(house, clerk, referral).id, "mx_ciber_088")
    deliver(house, sender(house, postbox).send, clock)
    assert [mail["To"] for mail in postbox.read()] == ["mx_ciber_088@on-call.example.com"]
    assert outbox_of(house)[0].waiting == outbox_of(house)[0].failed == 0


def test_a_desk_that_kept_a_copy_is_still_called(house: Runtime, postbox: Postbox, clock: Clock) -> None:
    referral = urgent_referral(house)
    clerk = make_clerk(house, referral.queue)
    pass_on(house, clerk, claimed(house, clerk, referral).id, "mx_ciber_088", keeps_copy=True)
    deliver(house, sender(house, postbox).send, clock)
    assert f"{referral.queue}@on-call.example.com" in [mail["To"] for mail in postbox.read()]


def test_a_report_that_can_wait_calls_nobody(house: Runtime, postbox: Postbox, clock: Clock) -> None:
    assert make_report(house, want=SPEI_JALISCO).priority not in ("P0", "P1")
    assert deliver(house, sender(house, postbox).send, clock).sent == 0
    assert postbox.mails == []


def test_nobody_has_to_answer_it(house: Runtime, postbox: Postbox, clock: Clock) -> None:
    urgent_referral(house)
    deliver(house, sender(house, postbox).send, clock)
    [mail] = postbox.read()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.org>") and mail["Date"].datetime <= clock()


def test_a_server_that_says_later_is_asked_later(house: Runtime, postbox: Postbox, clock: Clock) -> None:
    urgent_referral(house)
    postbox.replies = ["451 4.3.0 Try later"]
    assert deliver(house, sender(house, postbox).send, clock).not_sent == 1
    assert deliver(house, sender(house, postbox).send, clock).sent == 0
    clock.forward(timedelta(minutes=1))
    assert deliver(house, sender(house, postbox).send, clock).sent == len(postbox.mails) == 1


def test_a_server_that_says_never_is_not_asked_again(house: Runtime, postbox: Postbox, clock: Clock) -> None:
    referral = urgent_referral(house)
    postbox.replies = [f"550 5.1.1 No such user {referral.queue}@on-call.example.com"]
    assert deliver(house, sender(house, postbox).send, clock).not_sent == 1
    counts, failed = outbox_of(house)
    assert (counts.waiting, counts.failed) == (0, 1)
    assert [(line.queue, line.attempts, line.failure) for line in failed] == [
        (referral.queue, 1, DeliveryFailure.REFUSED)
    ]


def test_a_server_that_is_not_there_is_tried_again(house: Runtime, clock: Clock) -> None:
    urgent_referral(house)
    assert deliver(house, sender(house, Postbox(free_port())).send, clock).not_sent == 1
    assert (outbox_of(house)[0].waiting, outbox_of(house)[0].failed) == (1, 0)


def test_a_desk_that_has_nobody_on_call_any_more_is_told_to_the_operator(
    house: Runtime, postbox: Postbox, clock: Clock
) -> None:
    urgent_referral(house)
    deliver(house, replace(sender(house, postbox), on_call=dict).send, clock)
    assert [line.failure for line in outbox_of(house)[1]] == [DeliveryFailure.NO_ADDRESS]
    assert postbox.mails == []


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate of ELSEWHERE that this process trusts."""
    path = tmp_path / "certificate.pem"
    path.write_bytes(_certificate(ELSEWHERE))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def _certificate(host: str) -> bytes:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def server_at(scheme: str, postbox: Postbox, password: str = PASSWORD) -> MailServer:
    login = "" if scheme == "smtps" else f"{USER}:{quote(password, safe='')}@"
    return MailServer.of(f"{scheme}://{login}{ELSEWHERE}:{postbox.port}", SENDER)


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = SENDER, "desk@example.com"
    return mail


def failure_of(server: MailServer) -> tuple[DeliveryFailure, bool]:
    """What sending a mail through it comes to."""
    with pytest.raises(DeliveryError) as caught:
        server.send(a_mail())
    return caught.value.message, caught.value.permanent


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_the_way_to_another_machine_is_encrypted_before_the_password_goes_over_it(
    certificate: Path, scheme: str
) -> None:
    with receiving(ELSEWHERE, certificate=certificate, is_tls=scheme == "smtps") as postbox:
        server_at(scheme, postbox).send(a_mail())
    assert postbox.logins == (["right"] if scheme == "smtp" else []) and len(postbox.mails) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with receiving(ELSEWHERE, certificate=certificate, is_tls=scheme == "smtps") as postbox:
        assert failure_of(server_at(scheme, postbox)) == (DeliveryFailure.NOT_SAFE, False)
    assert not postbox.logins and not postbox.mails


def test_a_server_that_offers_no_encryption_gets_nothing() -> None:
    with receiving(ELSEWHERE) as postbox:
        assert failure_of(server_at("smtp", postbox)) == (DeliveryFailure.NOT_SAFE, False)
    assert not postbox.logins and not postbox.mails


def test_a_wrong_password_is_for_people_to_mend_and_the_message_waits(certificate: Path) -> None:
    with receiving(ELSEWHERE, certificate=certificate) as postbox:
        assert failure_of(server_at("smtp", postbox, "wrong")) == (DeliveryFailure.NOT_LET_IN, False)
    assert postbox.mails == []


def test_a_server_is_read_from_its_url() -> None:
    server = MailServer.of("smtps://ana%40example.org:p%2Fw%3A@mail.example.org", SENDER)
    assert (server.host, server.port, server.is_tls) == ("mail.example.org", 465, True)
    assert (server.user, server.password, server.domain) == ("ana@example.org", "p/w:", "example.org")
    assert MailServer.of("smtp://mail.example.org", SENDER).port == 587
    assert "p/w" not in repr(server)


@pytest.mark.parametrize(
    ("url", "sender", "setting"),
    [
        ("", SENDER, "INTAKE_SMTP_URL"),
        ("mail.example.org:587", SENDER, "INTAKE_SMTP_URL"),
        ("http://u:hunter2@mail.example.org", SENDER, "INTAKE_SMTP_URL"),
        ("smtp://u:hunter2@:587", SENDER, "INTAKE_SMTP_URL"),
        ("smtp://u:hunter2@mail.example.org:mail", SENDER, "INTAKE_SMTP_URL"),
        ("smtp://u:hunter2@mail.example.org?tls=no", SENDER, "INTAKE_SMTP_URL"),
        ("smtp://u:hunter2@mail.example.org", "", "INTAKE_MAIL_FROM"),
        ("smtp://u:hunter2@mail.example.org", "Ana <ana@example.org>", "INTAKE_MAIL_FROM"),
        ("smtp://u:hunter2@mail.example.org", "ana@example.org\nBcc: all@example.org", "INTAKE_MAIL_FROM"),
    ],
)
def test_what_cannot_be_used_is_named_without_the_password(url: str, sender: str, setting: str) -> None:
    with pytest.raises(SetupError, match=setting) as caught:
        MailServer.of(url, sender)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_says_demo_only_in_a_demonstration(lang: str) -> None:
    real, demo = (RENDERER.letter(replace(LETTER, is_demo=is_demo), lang) for is_demo in (False, True))
    assert demo.startswith("DEMO: ") and "DEMO" not in real
    assert [LETTER.reference in text and LETTER.link in text for text in (real, demo)] == [True, True]
    assert len(real.splitlines()) < len(demo.splitlines()) < 14


def test_a_letter_is_not_the_same_in_two_languages() -> None:
    texts = [RENDERER.letter(LETTER, lang).splitlines() for lang in LANGUAGES]
    assert set(texts[0]) & set(texts[1]) <= {"", LETTER.link}
