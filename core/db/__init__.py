"""Where things are kept: one central PostgreSQL, 14 or newer, without extensions."""
