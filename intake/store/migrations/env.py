"""What alembic runs: the migrations on the connection that `upgrade` hands it, inside its transaction."""

from alembic import context

from intake.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
