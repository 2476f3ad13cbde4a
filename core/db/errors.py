"""The one seam where the driver's errors become ours."""

from __future__ import annotations


class DatabaseUnavailableError(RuntimeError):
    """PostgreSQL cannot be reached or ended the connection. What was asked may have happened."""


class RolledBackError(DatabaseUnavailableError):
    """PostgreSQL undid the transaction for another one's sake, and says that it may be repeated."""


class BadAddressError(DatabaseUnavailableError):
    """The database's address cannot be used as it is written: trying again is pointless."""


class SchemaMismatchError(RuntimeError):
    """The database's schema is not the one this program was written for."""


class DriftError(RuntimeError):
    """``free_intervals`` promised a spot that a reservation has: the constraint refused it."""
