"""Read by Alembic alone."""
