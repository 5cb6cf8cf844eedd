"""Bring a database to the schema of this version of the program: run the migrations that it has not seen."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from intake.core.errors import SetupError
from intake.store.engine import Store

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(store: Store) -> None:
    """Run what is missing, in one transaction. Raises SetupError for a database that a newer program has changed."""
    store.write(lambda db: upgrade_on(db))


def upgrade_on(db: Connection) -> None:
    """The same on a connection that is in a transaction; whoever calls commits."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(db).get_current_revision()
    if current == script.get_current_head():
        return
    if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
        raise SetupError(f"The database is of a newer version ({current}) than this program. Run the newer program.")
    config.attributes["connection"] = db
    command.upgrade(config, "head")
