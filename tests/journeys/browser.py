"""A real browser as a person has it: a small phone, no JavaScript. And an inspector that reads the same pages with axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

from intake.core.answers import OTHER_COUNTRY, OTHER_SUFFIX, Typed

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE = (360, 740)
DESK = (1280, 900)
PATIENCE_MS = 15_000


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


@contextmanager
def visiting(browser: Browser, *, size: tuple[int, int] = PHONE, lang: str = "es") -> Iterator[Page]:
    """A page in a browser of its own, with JavaScript off."""
    width, height = size
    context = browser.new_context(
        java_script_enabled=False,
        viewport={"width": width, "height": height},
        locale="es-MX" if lang == "es" else "en-US",
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context.new_page()
    finally:
        context.close()


@dataclass
class Inspector:
    """Holds what a page violates, in axe's words. It needs JavaScript, so it reads a copy of the page in a context apart.

    `seen` is shared by all tests of a worker: the same page need not be read twice.
    """

    context: BrowserContext
    seen: set[str]
    found: dict[str, list[str]] = field(default_factory=dict)

    def read(self, page: Page) -> None:
        """Run axe on the page as it stands, and note when it is wider than the screen."""
        url, html = page.url, page.content()
        if f"{page.viewport_size} {html}" in self.seen:
            return
        self.seen.add(f"{page.viewport_size} {html}")
        copy = self.context.new_page()
        if page.viewport_size is not None:
            copy.set_viewport_size(page.viewport_size)
        copy.route(url, lambda route: _served(route, html))
        copy.goto(url)
        problems = [
            f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in Axe().run(copy).response["violations"]
        ]
        if copy.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append("wider than the screen")
        copy.close()
        if problems:
            self.found[url] = problems


@dataclass
class Person:
    """Goes through the form as a person does: reads a page, answers what is asked, presses the button."""

    page: Page
    base: str
    lang: str
    inspector: Inspector | None = None
    pictures: Path | None = None
    pages: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to an address of the house."""
        self.page.goto(self.base + path)
        self.look()

    def start(self) -> None:
        """From the landing page to the first question."""
        self.open(f"/{self.lang}/")
        self.page.click(".app-start a")
        self.look()

    def answer(self, typed: Typed) -> None:
        """Answer each question of this page with what is typed, by its name."""
        names = self.page.eval_on_selector_all(
            "main [name]", "controls => [...new Set(controls.map(control => control.name))]"
        )
        for name in names:
            self._give(name, typed)

    def press(self, action: str) -> None:
        """Press a button of the page."""
        self.page.click(f'button[name=action][value="{action}"]')
        self.look()

    def walk_to(self, end: str, typed: Typed) -> None:
        """Answer page after page until the address ends like that. Raises AssertionError when the form does not end."""
        for _ in range(60):
            if self.path.endswith(end):
                return
            here = self.path
            self.answer(typed)
            self.press("continue")
            assert self.path != here, f"{here}: {self.page.inner_text('main')[:300]}"
        raise AssertionError("the journey does not end")

    def look(self) -> None:
        """Remember the page, let the inspector read it, take a picture."""
        self.pages.append(self.path)
        if self.inspector is not None:
            self.inspector.read(self.page)
        if self.pictures is not None:
            name = f"{len(self.pages):02}{self.path.replace('/', '-')}.png"
            self.page.screenshot(path=self.pictures / name, full_page=True)

    @property
    def path(self) -> str:
        """Where they are, without the host and the query."""
        return self.page.url.removeprefix(self.base).partition("?")[0]

    def data(self, name: str) -> str:
        """A data attribute of the receipt."""
        return self.page.get_attribute(f"[data-{name}]", f"data-{name}") or ""

    def _give(self, name: str, typed: Typed) -> None:
        values = typed.get(name, ())
        control = self.page.locator(f'main [name="{name}"]').first
        kind = control.get_attribute("type") or control.evaluate("control => control.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            for value in values:
                self._choose(name, value)
        elif values and kind == "select":
            control.select_option(values[0])
        elif values and kind not in ("hidden", "submit", "button"):
            control.fill(values[0])

    def _choose(self, name: str, value: str) -> None:
        option = self.page.locator(f'main [name="{name}"][value="{value}"]')
        if option.count() == 0:
            self.page.check(f'main [name="{name}"][value="{OTHER_COUNTRY}"]')
            self.page.select_option(f'main [name="{name}{OTHER_SUFFIX}"]', value)
        else:
            option.check()


def _served(route: Route, html: str) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")
