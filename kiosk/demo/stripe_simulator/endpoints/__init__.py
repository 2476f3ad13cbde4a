"""What each call of the simulated API does, one module per kind of object."""
