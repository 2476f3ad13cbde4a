"""The outside world in a box: database, card reader, sample garages, guided tour."""
