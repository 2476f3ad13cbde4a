"""The ticket: its code, what is printed on it, and the paper as a PDF."""
