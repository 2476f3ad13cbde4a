"""The simulator in a process of its own: killed, started again, and nothing forgotten."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator import Fault, FaultKind, SimulatorControl, SimulatorProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import stripe

    from kiosk.demo.stripe_simulator import StripeSimulator


def test_everything_survives_a_kill_and_a_restart(
    tmp_path: Path, make_client: Callable[..., stripe.StripeClient]
) -> None:
    with SimulatorProcess(tmp_path / "new" / "stripe.sqlite") as process:
        url, control = process.url, SimulatorControl(process.url)
        client = make_client(url, retries=2)
        reader = control.ensure_reader("North")
        params = {
            "amount": 1200,
            "currency": "eur",
            "capture_method": "manual",
            "allowed_payment_method_types": ["card_present"],
        }
        key = {"idempotency_key": "pay:7:create"}
        intent = client.v1.payment_intents.create(params, options=key)
        client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
        control.tap(reader.id, issuer_seconds=None)
        control.advance_clock(3600)
        before = control.now()
        fault = Fault(kind=FaultKind.DROP_AFTER, path="/v1/payment_intents/*/capture")
        control.inject(fault)

        process.kill()
        process.start()

        assert process.url == url
        assert before <= control.now() < before + 600
        assert control.reader(reader.id).phase == "authorising"
        assert control.faults() == [fault]
        replay = client.v1.payment_intents.create(params, options=key)
        assert replay.id == intent.id
        assert replay.last_response.headers["Idempotent-Replayed"] == "true"
        control.let_issuer_answer(reader.id)
        assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"
        assert client.v1.payment_intents.capture(intent.id).status == "succeeded"


def test_the_command_prints_its_address_and_ends_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk.demo.stripe_simulator"]
    command += ["--state", str(tmp_path / "stripe.sqlite"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = json.loads(process.stdout.readline())["url"]
        assert SimulatorControl(url).readers() == []
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=10)

    assert (process.returncode, rest) == (0, "")


def test_a_taken_port_is_one_sentence_and_exit_code_1(
    simulator: StripeSimulator, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "kiosk.demo.stripe_simulator"]
    command += ["--state", str(tmp_path / "b.sqlite"), "--port", simulator.url.rpartition(":")[2]]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("cannot listen on port")
    assert ended.stderr.count("\n") == 1
