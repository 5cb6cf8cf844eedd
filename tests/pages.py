"""A page as somebody reads it: its tags in order, the words on it, and what belongs to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# The attributes that people hear or see.
_SPOKEN = {"alt", "aria-label", "data-label", "placeholder", "title"}
_POINTING = {"for", "aria-describedby", "aria-labelledby", "aria-controls"}


@dataclass
class Tag:
    """One element. `inside` are the names of those around it, `text` all the words in it."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    inside: tuple[str, ...]
    text: str = ""

    def get(self, name: str) -> str | None:
        """An attribute; None when it is not there."""
        return dict(self.attributes).get(name)


@dataclass
class Page:
    """A whole page, parsed. `unclosed` are the tags that nothing closed, or that were closed out of turn."""

    tags: list[Tag] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> Self:
        """Read a page."""
        page = cls()
        reader = _Reader(page)
        reader.feed(html)
        reader.close()
        page.unclosed += [tag.name for tag in reader.open]
        return page

    @property
    def lang(self) -> str | None:
        """The language that the page says it is in."""
        return next(tag.get("lang") for tag in self.tags if tag.name == "html")

    def texts(self, name: str) -> list[str]:
        """The words of every element of that name, spaces put together."""
        return [" ".join(tag.text.split()) for tag in self.tags if tag.name == name]

    def words(self) -> list[str]:
        """Every piece of text on the page, and every attribute that is read out."""
        return self.pieces + [value for tag in self.tags for name, value in tag.attributes if name in _SPOKEN]

    def label(self, control: Tag) -> str:
        """The words of the control's label, "" when it has none."""
        labels = [tag.text for tag in self.tags if tag.name == "label" and tag.get("for") == control.get("id")]
        return (labels[0] if labels and control.get("id") else control.get("aria-label") or "").strip()

    def pointed_to(self) -> set[str]:
        """The ids that labels, descriptions and links to a part of the page name."""
        pairs = [(tag, name, value) for tag in self.tags for name, value in tag.attributes]
        named = {id for _, name, value in pairs if name in _POINTING for id in value.split()}
        return named | {value[1:] for _, name, value in pairs if name == "href" and value.startswith("#")}

    def value(self, name: str) -> str:
        """What stands in the text control of that name. Raises StopIteration when there is none."""
        control = next(tag for tag in self.tags if tag.get("name") == name and tag.name in ("input", "textarea"))
        return control.text.removeprefix("\n") if control.name == "textarea" else control.get("value") or ""

    def chosen(self, name: str) -> list[str]:
        """The values of the boxes and buttons of that name that are ticked."""
        named = [tag for tag in self.tags if tag.get("name") == name]
        return [tag.get("value") or "" for tag in named if tag.get("checked") is not None]

    def buttons(self) -> list[str]:
        """What the buttons of the page send."""
        return [tag.get("value") or "" for tag in self.tags if tag.name == "button" and tag.get("name") == "action"]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(around.name for around in self.open)
        found = Tag(tag, tuple((name, value or "") for name, value in attrs), inside)
        self.page.tags.append(found)
        if tag not in _VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].name == tag:
            self.open.pop()
        else:
            self.page.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        for around in self.open:
            around.text += data
        if data.strip():
            self.page.pieces.append(data)
