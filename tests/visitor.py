"""A reporter without a browser: posts page after page over plain HTTP, following where the house sends them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

Typed = Mapping[str, str | Sequence[str]]
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Answer:
    """One response: its status, where it points to, and its text."""

    status: int
    location: str
    text: str


@dataclass
class Visitor:
    """One browser's worth of state: a connection that is kept, and its cookies."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    timeout: float = 30
    _connection: HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, typed: Typed, action: str = "continue") -> Answer:
        """Send a form, with the button that was pressed."""
        body = urlencode({**typed, "action": action}, doseq=True)
        return self._ask("POST", path, body, _FORM)

    def fill_in(self, lang: str, typed: Typed, *, reads_pages: bool = True) -> str:
        """Go through the form with these answers up to the last page before sending; returns that page's path."""
        path = self.get(f"/{lang}/report/").location
        for _ in range(60):
            if path.endswith("/report/send"):
                return path
            if reads_pages:
                self.expect(self.get(path), 200)
            sent = self.post(path, typed)
            if sent.status != 303 or sent.location == path:
                raise AssertionError(f"{path}: {sent.status} {_errors(sent.text)}")
            path = sent.location
        raise AssertionError("the journey does not end")

    def send(self, lang: str) -> Answer:
        """Press the last button."""
        return self.post(f"/{lang}/report/send", {}, action="send")

    def receipt(self, lang: str) -> tuple[str, str]:
        """The reference and the return code on the receipt page."""
        page = self.expect(self.get(f"/{lang}/report/receipt"), 200).text
        return data(page, "reference"), data(page, "return-code")

    def expect(self, answer: Answer, status: int) -> Answer:
        """The answer, when it has this status."""
        if answer.status != status:
            raise AssertionError(f"{answer.status} instead of {status}: {answer.location} {_errors(answer.text)}")
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = HTTPConnection(self.host, self.port, timeout=self.timeout)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._connection.request(method, path, body, headers | ({"Cookie": cookie} if cookie else {}))
            response = self._connection.getresponse()
            text = response.read().decode()
        except Exception:
            self.close()
            raise
        self._take_cookies(response)
        return Answer(response.status, response.headers.get("location", ""), text)

    def _take_cookies(self, response: HTTPResponse) -> None:
        for header in response.headers.get_all("set-cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


def data(page: str, name: str) -> str:
    """The value of a data attribute on a page. Raises AssertionError when it is not there."""
    found = re.search(rf'data-{name}="([^"]*)"', page)
    if found is None:
        raise AssertionError(f"no data-{name} on the page")
    return found[1]


def _errors(page: str) -> list[str]:
    return re.findall(r'href="#[^"]+">([^<]+)<', page)[:5]
