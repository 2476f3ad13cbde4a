"""What the screens show of a scene: one file of pure functions per screen, and who passes it on."""
