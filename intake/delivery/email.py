"""Mail, by a mail server that settings name. A mail carries a reference and a link: nothing that anybody wrote.

Once the server has taken a mail it is out; that it arrives is the server's. Its Message-ID is the outbox id and its Date
the outbox row's, so that a mail which went out twice is the same mail.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import ClassVar, Self
from urllib.parse import SplitResult, unquote, urlsplit

import structlog

from intake.core.errors import DeliveryError, SetupError
from intake.core.report import DeliveryFailure, OutboxMessage, Referral
from intake.render import Letter, Renderer
from intake.store import referrals
from intake.store.engine import Store

TIMEOUT_SECONDS = 20.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PORTS = {"smtp": 587, "smtps": 465}

log = structlog.get_logger()


@dataclass(frozen=True)
class OnCallLetter(Letter):
    """A report that cannot wait stands in your queue: its reference, and where to open it."""

    template: ClassVar[str] = "mail/on_call.txt"
    reference: str
    link: str
    is_demo: bool

    @classmethod
    def example(cls) -> Self:
        """One from a demonstration."""
        return cls("7K3M-9QXA-2B4C", "https://example.org/staff/referral/0190", True)


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, and the address it is from.

    smtps:// is encrypted from the first byte, smtp:// by STARTTLS, which the server must offer; only to this very
    machine smtp:// is not encrypted. Certificates are checked.
    """

    host: str
    port: int
    is_tls: bool
    user: str
    sender: str
    password: str = field(repr=False)

    @classmethod
    def of(cls, url: str, sender: str) -> Self:
        """Read smtp://user:password@host:port. Raises SetupError saying what to set, without what was set."""
        if not url:
            raise SetupError("No mail can leave yet. Set INTAKE_SMTP_URL=smtp://user:password@host:587")
        if not _is_address(sender):
            raise SetupError("Set INTAKE_MAIL_FROM to the address that mail is from, like ventanilla@example.org")
        parts = _split(url)
        return cls(
            host=parts.hostname or "",
            port=parts.port or _PORTS[parts.scheme],
            is_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            sender=sender,
            password=unquote(parts.password or ""),
        )

    @property
    def domain(self) -> str:
        """Whose mail this is."""
        return self.sender.rpartition("@")[2]

    def send(self, mail: EmailMessage) -> None:
        """Hand one mail to one recipient over. Raises DeliveryError, which holds no word of the server's."""
        try:
            with closing(self._connected()) as server:
                self._enter(server)
                server.send_message(mail)
                # It is out: what happens while saying goodbye must not send it again.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except (smtplib.SMTPException, OSError) as error:
            raise _failure(error) from None

    def _connected(self) -> smtplib.SMTP:
        name = self.domain
        if not self.is_tls:
            return smtplib.SMTP(self.host, self.port, local_hostname=name, timeout=TIMEOUT_SECONDS)
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(self.host, self.port, local_hostname=name, timeout=TIMEOUT_SECONDS, context=context)

    def _enter(self, server: smtplib.SMTP) -> None:
        if not self.is_tls and self.host not in _LOOPBACK:
            with _refusal_means(DeliveryFailure.NOT_SAFE):
                server.starttls(context=ssl.create_default_context())
        if self.user:
            with _refusal_means(DeliveryFailure.NOT_LET_IN):
                server.login(self.user, self.password)


@dataclass(frozen=True)
class OnCallSender:
    """Calls whoever is on duty at a desk. `address` is the start of every link to the staff pages.

    `on_call` gives the mail addresses of today by queue: they may change while a message waits.
    """

    store: Store
    server: MailServer
    renderer: Renderer
    address: str
    on_call: Callable[[], Mapping[str, str]]
    is_demo: bool

    def send(self, message: OutboxMessage) -> None:
        """Send one mail, or none to a desk that has passed the report on: it can open it no more, and its call is done with.

        Raises DeliveryError, a permanent one when the desk has nobody to call any more.
        """
        referral = self._referral(message)
        if referral is not None and referral.is_passed_on:
            return
        recipient = None if referral is None else self.on_call().get(referral.queue)
        if referral is None or recipient is None:
            raise DeliveryError(DeliveryFailure.NO_ADDRESS, permanent=True)
        link = f"{self.address}/staff/referral/{referral.id}"
        letter = OnCallLetter(referral.reference, link, self.is_demo)
        mail = self._mail(message, recipient)
        # One mail in every language: the subjects in one line, the texts one below the other.
        written = [self.renderer.letter(letter, lang).partition("\n") for lang in self.renderer.languages]
        mail["Subject"] = " / ".join(subject for subject, _, _ in written)
        mail.set_content("\n\n* * *\n\n".join(text.strip() for _, _, text in written) + "\n")
        self.server.send(mail)

    def _referral(self, message: OutboxMessage) -> Referral | None:
        with self.store.glance() as db:
            standing = referrals.of_report(db, message.report_id)
        return next((found for found in standing if found.id == message.referral_id), None)

    def _mail(self, message: OutboxMessage, recipient: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = Address("Ventanilla", addr_spec=self.server.sender)
        mail["To"] = recipient
        mail["Date"] = format_datetime(message.created_at)
        mail["Message-ID"] = f"<{message.id}@{self.server.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["Importance"] = "high"
        return mail


@contextmanager
def _refusal_means(failure: DeliveryFailure) -> Iterator[None]:
    """What the server does not let us do here is for people to set right; the message itself is good."""
    try:
        yield
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        _log(failure, error)
        raise DeliveryError(failure, permanent=False) from None


def _failure(error: smtplib.SMTPException | OSError) -> DeliveryError:
    """What it means when handing a mail over ends like this: 4xx is for later, 5xx for ever."""
    if isinstance(error, ssl.SSLError):
        failure = DeliveryFailure.NOT_SAFE
    elif (_code(error) or 0) >= 500:
        failure = DeliveryFailure.REFUSED
    elif _code(error) is not None:
        failure = DeliveryFailure.PUT_OFF
    else:
        failure = DeliveryFailure.UNREACHABLE
    _log(failure, error)
    return DeliveryError(failure, permanent=failure is DeliveryFailure.REFUSED)


def _code(error: smtplib.SMTPException | OSError) -> int | None:
    """The number of the server's answer; None when it gave none, or would not even talk."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(code for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException) and not isinstance(error, smtplib.SMTPConnectError):
        return error.smtp_code
    return None


def _log(failure: DeliveryFailure, error: smtplib.SMTPException | OSError) -> None:
    # The number and the kind alone: the words of a server name addresses.
    log.warning("mail_not_taken", failure=failure.value, reply=_code(error), kind=type(error).__name__)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
        is_good = is_good and parts.path in ("", "/") and not parts.query and not parts.fragment
    except ValueError:
        is_good = False
    if not is_good:
        raise SetupError("INTAKE_SMTP_URL cannot be read. Write it like smtp://user:password@host:587")
    return parts


def _is_address(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' "<>()[],;:\\')
    return bool(local and domain) and is_plain and "@" not in local
