"""``python -m kiosk.demo.stripe_simulator --state FILE [--port N]``.

Prints ``{"url": "http://127.0.0.1:N"}`` on one line when it answers; SIGTERM and SIGINT end it.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from kiosk.demo.stripe_simulator.server import StripeSimulator


def main() -> int:
    """Runs until told to stop; 1 where the port is taken."""
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.demo.stripe_simulator",
        description="A simulated Stripe account with card readers, on loopback.",
    )
    parser.add_argument("--state", type=Path, required=True, help="SQLite file that keeps it all")
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free one")
    options = parser.parse_args()
    # Blocked before any thread starts, so that sigwait below is the only one to receive them.
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    simulator = StripeSimulator(options.state, port=options.port)
    try:
        simulator.start()
    except OSError as taken:
        sys.stderr.write(f"cannot listen on port {options.port}: {taken.strerror}\n")
        simulator.stop()
        return 1
    sys.stdout.write(json.dumps({"url": simulator.url}) + "\n")
    sys.stdout.flush()
    signal.sigwait(signals)
    simulator.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
