"""A real mail server on this machine that keeps what it takes, and answers as it is told to."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "ventanilla", "s3cret/@:word"
SENDER = "ventanilla@example.org"


@dataclass
class Postbox:
    """`replies` are what it says to the next recipients before it takes any more; `mails` what it took, as sent."""

    port: int
    mails: list[bytes] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    def read(self) -> list[EmailMessage]:
        """The mails it took."""
        return [message_from_bytes(mail, policy=policy.default) for mail in self.mails]

    def texts(self) -> list[str]:
        """What they say, with plain ends of lines."""
        return [mail.get_content().replace("\r\n", "\n") for mail in self.read()]

    def ids(self) -> list[str]:
        """The Message-IDs of the mails it took."""
        return [mail["Message-ID"] for mail in self.read()]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or not."""
        if self.replies:
            return self.replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail."""
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        return "250 OK"

    def log_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object) -> AuthResult:
        """Whether that is the user and the password."""
        is_right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        self.logins.append("right" if is_right else "wrong")
        return AuthResult(success=is_right, handled=False)


@contextmanager
def receiving(host: str = "127.0.0.1", *, certificate: Path | None = None, is_tls: bool = False) -> Iterator[Postbox]:
    """A postbox for the length of a block. With a certificate it wants STARTTLS and a login, or with `is_tls` TLS at once."""
    postbox = Postbox(free_port(host))
    context = None if certificate is None else ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    if context is not None and certificate is not None:
        context.load_cert_chain(certificate)
    controller = Controller(
        postbox,
        hostname=host,
        port=postbox.port,
        ssl_context=context if is_tls else None,
        tls_context=None if is_tls else context,
        require_starttls=context is not None and not is_tls,
        # It does not know that TLS from the first byte is TLS, and warns of passwords.
        auth_required=context is not None and not is_tls,
        authenticator=postbox.log_in,
    )
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
