"""What people see; knows core, never the database, Stripe or a printer."""
