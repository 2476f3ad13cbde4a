"""Stripe Terminal, server-driven: the one module that imports ``stripe``.

Facts of the interface are Stripe's own documentation ("Server-driven integration", "Idempotent
requests"); what we rely on is tried against the installed SDK in the tests.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import stripe

from core.money import Money, currency
from core.payments.declines import decline_reason
from core.payments.provider import (
    ActionStatus,
    Intent,
    IntentMissingError,
    IntentStateError,
    IntentStatus,
    ProviderRefusedError,
    ProviderUnreachableError,
    ReaderBusyError,
    ReaderOfflineError,
    ReaderState,
    ReaderTimedOutError,
)
from core.tickets.model import CardReceipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.ids import ReaderId
    from core.outcomes import DeclineReason

CONNECT_TIMEOUT_S: Final = 3.0
READ_TIMEOUT_S: Final = 10.0

_STATUSES: Final = {
    "requires_payment_method": IntentStatus.WAITING,
    "requires_confirmation": IntentStatus.WAITING,
    "requires_action": IntentStatus.BUSY,
    "processing": IntentStatus.BUSY,
    "requires_capture": IntentStatus.AUTHORISED,
    "succeeded": IntentStatus.CAPTURED,
    "canceled": IntentStatus.CANCELLED,
}
_READER_ERRORS: Final = {
    "terminal_reader_offline": ReaderOfflineError,
    "terminal_reader_busy": ReaderBusyError,
    "terminal_reader_timeout": ReaderTimedOutError,
}
_STATE_ERRORS: Final = {
    "payment_intent_unexpected_state",
    "intent_invalid_state",
    "charge_already_captured",
    "capture_unauthorized_payment",
}


class StripeTerminal:
    """The protocol's ``CardTerminal`` on Stripe. Safe to share between threads."""

    def __init__(
        self,
        secret_key: str,
        *,
        api_url: str | None = None,
        http_client: stripe.HTTPClient | None = None,
    ) -> None:
        """``http_client`` is how requests travel; by default over the network."""
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_url} if api_url else {},
            # One repeat for a connection that had gone stale; the protocol decides about the rest.
            max_network_retries=1,
            http_client=http_client
            or stripe.RequestsClient(timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S)),
        )

    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        """See ``CardTerminal``."""
        with _translated():
            answer = self._client.v1.payment_intents.create(
                {
                    "amount": amount.minor,
                    "currency": amount.currency.lower(),
                    "capture_method": "manual",
                    "allowed_payment_method_types": ["card_present"],
                    "metadata": dict(metadata),
                },
                {"idempotency_key": key},
            )
        return _intent(answer.to_dict())

    def look(self, intent_id: str) -> Intent:
        """See ``CardTerminal``."""
        with _translated(), _of_an_intent():
            answer = self._client.v1.payment_intents.retrieve(
                intent_id, {"expand": ["latest_charge"]}
            )
        return _intent(answer.to_dict())

    def find(self, *, metadata: Mapping[str, str], created_after: datetime) -> Intent | None:
        """See ``CardTerminal``. Lists instead of searching: Stripe's search lags behind."""
        with _translated():
            page = self._client.v1.payment_intents.list(
                {"created": {"gte": int(created_after.timestamp())}, "limit": 100}
            )
            for item in page.auto_paging_iter():
                answer = item.to_dict()
                # Others' payments in the account are none of ours, whatever they are.
                if metadata.items() <= (answer.get("metadata") or {}).items():
                    return _intent(answer)
        return None

    def present(self, reader: ReaderId, intent_id: str, *, key: str) -> None:
        """See ``CardTerminal``."""
        with _translated():
            self._client.v1.terminal.readers.process_payment_intent(
                reader,
                {
                    "payment_intent": intent_id,
                    # The driver cancels on the screen or on the reader, and a tip is not asked for.
                    "process_config": {"enable_customer_cancellation": True, "skip_tipping": True},
                },
                {"idempotency_key": key},
            )

    def reader(self, reader: ReaderId) -> ReaderState:
        """See ``CardTerminal``."""
        with _translated():
            answer = self._client.v1.terminal.readers.retrieve(reader)
        return _reader_state(answer.to_dict())

    def cancel_action(self, reader: ReaderId) -> None:
        """See ``CardTerminal``."""
        with _translated():
            self._client.v1.terminal.readers.cancel_action(reader)

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        """See ``CardTerminal``."""
        with _translated(), _of_an_intent():
            answer = self._client.v1.payment_intents.cancel(
                intent_id, {"cancellation_reason": "abandoned"}, {"idempotency_key": key}
            )
        return _intent(answer.to_dict())

    def capture(self, intent_id: str, *, key: str) -> Intent:
        """See ``CardTerminal``."""
        with _translated(), _of_an_intent():
            answer = self._client.v1.payment_intents.capture(
                intent_id, {}, {"idempotency_key": key}
            )
        return _intent(answer.to_dict())


@contextmanager
def _of_an_intent() -> Iterator[None]:
    """Tell a missing intent from whatever else may be missing; nested in ``_translated``."""
    try:
        yield
    except stripe.InvalidRequestError as error:
        if error.code == "resource_missing":
            raise IntentMissingError(f"{error.code}: {_one_line(error)}") from error
        raise


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the SDK's errors into the protocol's."""
    try:
        yield
    except stripe.APIConnectionError as error:
        raise ProviderUnreachableError(_one_line(error)) from error
    except stripe.StripeError as error:
        code = error.code or ""
        said = f"{code or type(error).__name__}: {_one_line(error)}"
        if code in _READER_ERRORS:
            raise _READER_ERRORS[code](said) from error
        if code in _STATE_ERRORS:
            raise IntentStateError(said) from error
        # 409: the same key is being worked on. 429: too fast. 5xx: Stripe's own trouble. In none
        # of these is it known whether the work was done.
        if error.http_status is None or error.http_status in {409, 429} or error.http_status >= 500:  # noqa: PLR2004 - HTTP's own numbers
            raise ProviderUnreachableError(said) from error
        raise ProviderRefusedError(said) from error


def _one_line(error: stripe.StripeError) -> str:
    return " ".join(str(error).split())


def _intent(answer: Mapping[str, Any]) -> Intent:
    code = currency(answer["currency"])
    charge = answer.get("latest_charge")
    details = charge.get("payment_method_details") if isinstance(charge, dict) else None
    present = (details or {}).get("card_present") or None
    failure = answer.get("last_payment_error")
    return Intent(
        id=answer["id"],
        status=_STATUSES.get(answer["status"], IntentStatus.BUSY),
        amount=Money(answer["amount"], code),
        capturable=Money(answer.get("amount_capturable") or 0, code),
        card_only=answer.get("payment_method_types") == ["card_present"],
        live=bool(answer["livemode"]),
        capture_before=_time((present or {}).get("capture_before")),
        declined=decline_reason(failure.get("decline_code"), failure.get("code"))
        if failure
        else None,
        card=_receipt(present) if present else None,
        metadata=dict(answer.get("metadata") or {}),
    )


def _receipt(present: Mapping[str, Any]) -> CardReceipt:
    receipt = present.get("receipt") or {}
    return CardReceipt(
        brand=present.get("brand"),
        last4=present.get("last4"),
        read_method=present.get("read_method"),
        application_preferred_name=receipt.get("application_preferred_name"),
        dedicated_file_name=receipt.get("dedicated_file_name"),
        account_type=receipt.get("account_type"),
        authorization_code=receipt.get("authorization_code"),
        application_cryptogram=receipt.get("application_cryptogram"),
        terminal_verification_results=receipt.get("terminal_verification_results"),
        transaction_status_information=receipt.get("transaction_status_information"),
    )


def _reader_state(answer: Mapping[str, Any]) -> ReaderState:
    action = answer.get("action") or {}
    online = answer.get("status") != "offline"
    work = action.get("process_payment_intent") or {}
    intent = work.get("payment_intent")
    intent_id = intent.get("id") if isinstance(intent, dict) else intent
    if action.get("type") != "process_payment_intent":
        return ReaderState(online, ActionStatus.NONE, None, None)
    status, declined = _action_status(action)
    return ReaderState(online, status, intent_id, declined)


def _action_status(action: Mapping[str, Any]) -> tuple[ActionStatus, DeclineReason | None]:
    match action.get("status"):
        case "in_progress":
            return ActionStatus.IN_PROGRESS, None
        case "succeeded":
            return ActionStatus.SUCCEEDED, None
        case _:
            failure = action.get("failure_code")
            error = action.get("api_error") or {}
            if failure == "customer_canceled":
                return ActionStatus.CANCELLED_BY_DRIVER, None
            if failure == "card_declined" or error.get("decline_code"):
                return ActionStatus.DECLINED, decline_reason(
                    error.get("decline_code"), error.get("code"), failure
                )
            return ActionStatus.FAILED, None


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
