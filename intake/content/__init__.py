"""Load and check forms/ and routing_rules/: files in, one frozen `Content` out, or every problem with its place."""

from intake.content.load import Content, Example, Promise, load, read_folder
from intake.content.problems import ContentError, Problem

__all__ = ["Content", "ContentError", "Example", "Problem", "Promise", "load", "read_folder"]
