"""The application: command line, settings, wiring, devices and the demo world."""
