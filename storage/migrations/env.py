"""Run by Alembic: the migrations go through the connection that `storage.migrating` opened."""

from alembic import context

from storage.tables import all_tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=all_tables(),
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
context.run_migrations()
