"""Alembic's entry: runs on the connection that ``core.db.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from core.db.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
