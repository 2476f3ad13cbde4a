"""What a database error may say: it is logged, and people send logs around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

if TYPE_CHECKING:
    from core.db.database import Database

SECRET = "7K3MQ9TX2B4DHHRN"


def test_an_error_does_not_repeat_the_values_of_its_statement(database: Database) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is
        database.statement(
            lambda connection: connection.execute(
                text("SELECT CAST(:code AS text) || (1 / 0)"), {"code": SECRET}
            )
        )
    assert "division by zero" in str(caught.value)
    assert SECRET not in str(caught.value)
