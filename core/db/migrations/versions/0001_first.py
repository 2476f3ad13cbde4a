"""All tables of the first version."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the types, tables, constraints and triggers."""
    sql = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    # The driver's own cursor: a script of many statements has no parameters to be looked for.
    op.get_bind().connection.cursor().execute(sql)
