"""What is wrong with content, and where: file, line, column, reason. All of it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ruamel.yaml import YAML, MappingNode, Node, SequenceNode
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from intake.core.errors import IntakeError

# The way to a value: the file, then keys and positions in lists.
Place = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.reason}"


@dataclass
class ContentError(IntakeError):
    """The content cannot be used. `problems` names every reason, in file order."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


@dataclass
class Problems:
    """Collects problems while content is read; `files` are the texts, to find lines in."""

    files: Mapping[str, str]
    found: list[Problem] = field(default_factory=list)
    _trees: dict[str, Node | None] = field(default_factory=dict)

    def add(self, place: Place, reason: str) -> None:
        """Note a problem at a place such as ("routing_rules/routing.yaml", "lead", 3, "when")."""
        file = str(place[0])
        if file not in self._trees:
            self._trees[file] = _tree(self.files.get(file, ""))
        line, column = _position(self._trees[file], place[1:])
        self.found.append(Problem(file, line, column, reason))

    def add_yaml_error(self, file: str, error: YAMLError) -> None:
        """Note text that is no YAML, or has a key twice."""
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = error.problem if isinstance(error, MarkedYAMLError) else None
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        self.found.append(Problem(file, line, column, f"{reason or error}".splitlines()[0]))

    def raise_if_any(self) -> None:
        """Raise ContentError when something was found."""
        if self.found:
            raise ContentError(tuple(sorted(set(self.found))))


def _tree(text: str) -> Node | None:
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError):
        return None
    return node if isinstance(node, Node) else None


def _position(node: Node | None, path: Sequence[str | int]) -> tuple[int, int]:
    line, column = 1, 1
    for part in path:
        if isinstance(node, MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if pair is None:
                break
            key, node = pair
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line, column = node.start_mark.line + 1, node.start_mark.column + 1
        else:
            break
    return line, column
