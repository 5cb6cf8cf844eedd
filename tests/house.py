"""The code of the house as the tests of its rules read it: every module as a tree, and what can be picked out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

HOUSE = Path(__file__).parents[1] / "intake"
N = TypeVar("N", bound=ast.AST)


@dataclass(frozen=True)
class Module:
    """One file of intake/. `name` is its path inside, `room` the first part of it."""

    name: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """Where it stands: "core", "vault"."""
        return PurePosixPath(self.name).parts[0].removesuffix(".py")

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module imported anywhere in the file, with its line: "intake.core.report", "starlette.routing"."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from _imported_from(node)

    def is_in(self, homes: dict[str, str]) -> bool:
        """Whether it is one of these files, or in one of these rooms."""
        return self.name in homes or ("/" in self.name and self.room in homes)


def _imported_from(node: ast.ImportFrom) -> Iterator[tuple[str, int]]:
    assert node.level == 0 and node.module, "imports are absolute"
    if node.module == "intake":
        yield from ((f"intake.{alias.name}", node.lineno) for alias in node.names)
    else:
        yield node.module, node.lineno


def read(path: Path) -> Module:
    """One file."""
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(HOUSE).as_posix(), text, ast.parse(text))


MODULES = tuple(read(path) for path in sorted(HOUSE.rglob("*.py")))


def names(module: Module) -> Iterator[tuple[str, int]]:
    """Names as they stand in the code, dotted where there is a dot: "open", "datetime.now", "os.environ"."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in it, those inside others too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def literals(module: Module) -> Iterator[tuple[str, int]]:
    """Every text in the code that is no docstring, with its line."""
    bodies = [
        node.body for node in ast.walk(module.tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    docstrings = {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno


def all_imports(room: str | None = None) -> Iterator[tuple[Module, str, int]]:
    """The imports of every module, or of those of a room."""
    for module in MODULES:
        if room in (None, module.room):
            yield from ((module, name, line) for name, line in module.imports())


def all_names(room: str | None = None) -> Iterator[tuple[Module, str, int]]:
    """The names in every module, or in those of a room."""
    for module in MODULES:
        if room in (None, module.room):
            yield from ((module, name, line) for name, line in names(module))


def all_nodes(kind: type[N], room: str | None = None) -> Iterator[tuple[Module, N]]:
    """The nodes of one kind in every module, or in those of a room."""
    for module in MODULES:
        if room in (None, module.room):
            yield from ((module, node) for node in ast.walk(module.tree) if isinstance(node, kind))
