"""Stripe Terminal, server-driven: the one module that asks ``stripe``; another hears its events.

Facts of the interface are Stripe's own documentation ("Server-driven integration", "Idempotent
requests"); what we rely on is tried against the installed SDK in the tests.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING, Final

import stripe

from core.payments.provider import (
    ChargeDisputedError,
    IntentMissingError,
    IntentStateError,
    ProviderFailedError,
    ProviderRefusedError,
    ProviderUnreachableError,
    ReaderBusyError,
    ReaderOfflineError,
    ReaderTimedOutError,
    RefundMissingError,
)
from core.payments.stripe_answers import intent_line_of, intent_of, reader_state_of, refund_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from core.ids import ReaderId
    from core.money import Money
    from core.payments.provider import Intent, IntentLine, ReaderState, RefundRecord

CONNECT_TIMEOUT_S: Final = 3.0
READ_TIMEOUT_S: Final = 10.0
PAGE: Final = 100
"""The most that Stripe lists in one answer."""

_READER_ERRORS: Final = {
    "terminal_reader_offline": ReaderOfflineError,
    "terminal_reader_busy": ReaderBusyError,
    "terminal_reader_timeout": ReaderTimedOutError,
}
_MINOR_UNITS: Final = re.compile(r" \(\d+\)")
_STATE_ERRORS: Final = {
    "payment_intent_unexpected_state",
    "intent_invalid_state",
    "charge_already_captured",
    "capture_unauthorized_payment",
}


class StripeTerminal:
    """``CardTerminal`` and ``CardAccount`` on Stripe. Safe to share between threads."""

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
        return intent_of(answer.to_dict())

    def look(self, intent_id: str) -> Intent:
        """See ``CardTerminal``."""
        with _translated(), _missing_is(IntentMissingError):
            answer = self._client.v1.payment_intents.retrieve(
                intent_id, {"expand": ["latest_charge"]}
            )
        return intent_of(answer.to_dict())

    def find(self, *, metadata: Mapping[str, str], created_after: datetime) -> Intent | None:
        """See ``CardTerminal``. Lists instead of searching: Stripe's search lags behind."""
        with _translated():
            page = self._client.v1.payment_intents.list(
                {"created": {"gte": int(created_after.timestamp())}, "limit": PAGE}
            )
            for item in page.auto_paging_iter():
                answer = item.to_dict()
                # Others' payments in the account are none of ours, whatever they are.
                if metadata.items() <= (answer.get("metadata") or {}).items():
                    return intent_of(answer)
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
        return reader_state_of(answer.to_dict())

    def cancel_action(self, reader: ReaderId) -> None:
        """See ``CardTerminal``."""
        with _translated():
            self._client.v1.terminal.readers.cancel_action(reader)

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        """See ``CardTerminal``."""
        with _translated(), _missing_is(IntentMissingError):
            answer = self._client.v1.payment_intents.cancel(
                intent_id, {"cancellation_reason": "abandoned"}, {"idempotency_key": key}
            )
        return intent_of(answer.to_dict())

    def capture(self, intent_id: str, *, key: str) -> Intent:
        """See ``CardTerminal``."""
        with _translated(), _missing_is(IntentMissingError):
            answer = self._client.v1.payment_intents.capture(
                intent_id, {}, {"idempotency_key": key}
            )
        return intent_of(answer.to_dict())

    def refund(
        self, intent_id: str, amount: Money, *, key: str, metadata: Mapping[str, str]
    ) -> RefundRecord:
        """See ``CardAccount``."""
        with _translated(), _missing_is(IntentMissingError):
            answer = self._client.v1.refunds.create(
                {"payment_intent": intent_id, "amount": amount.minor, "metadata": dict(metadata)},
                {"idempotency_key": key},
            )
        return refund_of(answer.to_dict())

    def look_at_refund(self, refund_id: str) -> RefundRecord:
        """See ``CardAccount``."""
        with _translated(), _missing_is(RefundMissingError):
            answer = self._client.v1.refunds.retrieve(refund_id)
        return refund_of(answer.to_dict())

    def refunds_of(self, intent_id: str) -> Iterator[RefundRecord]:
        """See ``CardAccount``."""
        with _translated():
            page = self._client.v1.refunds.list({"payment_intent": intent_id, "limit": PAGE})
            for item in page.auto_paging_iter():
                yield refund_of(item.to_dict())

    def refunds_between(self, since: datetime, until: datetime) -> Iterator[RefundRecord]:
        """See ``CardAccount``."""
        with _translated():
            page = self._client.v1.refunds.list(
                {"created": {"gte": _second(since), "lt": _second(until)}, "limit": PAGE}
            )
            for item in page.auto_paging_iter():
                yield refund_of(item.to_dict())

    def intents_between(self, since: datetime, until: datetime) -> Iterator[IntentLine]:
        """See ``CardAccount``."""
        with _translated():
            page = self._client.v1.payment_intents.list(
                {"created": {"gte": _second(since), "lt": _second(until)}, "limit": PAGE}
            )
            for item in page.auto_paging_iter():
                yield intent_line_of(item.to_dict())


def _second(moment: datetime) -> int:
    """Return the first of Stripe's whole seconds that is not before the moment."""
    return ceil(moment.timestamp())


@contextmanager
def _missing_is(missing: type[ProviderRefusedError]) -> Iterator[None]:
    """Tell what is missing from whatever else may be; nested in ``_translated``."""
    try:
        yield
    except stripe.InvalidRequestError as error:
        if error.code == "resource_missing":
            raise missing(_sentence(error)) from error
        raise


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the SDK's errors into the protocol's."""
    try:
        yield
    except stripe.APIConnectionError as error:
        raise ProviderUnreachableError(_silence(error)) from error
    except stripe.StripeError as error:
        if not _is_stripes_own(error):
            raise ProviderUnreachableError(
                f"the answer is not Stripe's (HTTP {error.http_status})"
            ) from error
        code = error.code or ""
        said = _sentence(error)
        if code in _READER_ERRORS:
            raise _READER_ERRORS[code](said) from error
        if code in _STATE_ERRORS:
            raise IntentStateError(said) from error
        if code == "charge_disputed":
            raise ChargeDisputedError(said) from error
        # 408: the request came too slowly. 409: the same key is being worked on. 429: too fast.
        # 5xx: Stripe's own trouble. In none of these is it known whether the work was done.
        status = error.http_status
        if status is None or status in {408, 409, 429} or status >= 500:  # noqa: PLR2004 - HTTP's own numbers
            # An error that is kept under its key is marked when it is repeated.
            kept = (error.headers or {}).get("Idempotent-Replayed") == "true"
            raise (ProviderFailedError if kept else ProviderUnreachableError)(said) from error
        raise ProviderRefusedError(said) from error


def _is_stripes_own(error: stripe.StripeError) -> bool:
    """Return whether Stripe itself says so, and not a proxy or a portal that took its answer.

    What the SDK refuses by itself was never sent, and has no status.
    """
    said = error.json_body
    return error.http_status is None or (
        isinstance(said, dict) and isinstance(said.get("error"), dict)
    )


def _sentence(error: stripe.StripeError) -> str:
    """Return what Stripe says, for operators: without the amounts, which it counts in cents."""
    words = " ".join((error.user_message or "no reason given").split())
    said = _MINOR_UNITS.sub("", words).rstrip(".")
    return f"{said} ({error.code})" if error.code else said


def _silence(error: stripe.APIConnectionError) -> str:
    words = str(error).lower()
    if "timed out" in words:
        return "Stripe did not answer in time"
    if "certificate" in words:
        return "what answers has no certificate of Stripe's"
    return f"Stripe cannot be reached{_systems_words(error)}"


def _systems_words(error: BaseException) -> str:
    """Return what the operating system said, such as that there is no route."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return f" ({cause.strerror.lower()})"
        cause = cause.__cause__ or cause.__context__
    return ""
