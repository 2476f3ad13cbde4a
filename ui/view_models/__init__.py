"""What QML binds to: one view model per screen family, derived from the scene by pure functions."""
