"""The application: command line, settings, wiring, devices and the demo world."""

__version__ = "0.1.0"
