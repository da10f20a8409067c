"""How Alembic reaches the database: over the connection that `issuer.store.migrate` opened."""

from alembic import context

from issuer.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
