"""What the screens show of a scene, and that only changes are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from core.outcomes import DeclineReason, NotChargedReason, PayPhase
from core.vehicles import VehicleType
from tests.shots.samples import (
    ALL_FULL,
    EVENING,
    HOLD,
    LARGE_FULL,
    NIGHT,
    NOW,
    PLENTY,
    SOLD_OUT,
    TICKET,
)
from tests.shots.states import CLOSED_AT_NIGHT, SETUP, scene, states
from ui.durations import UNTIL_MIDNIGHT, Choice, Preset
from ui.journey import (
    ChooseDuration,
    Device,
    Full,
    OutOfService,
    Pay,
    PaymentCancelled,
    PaymentDeclined,
    PaymentFailed,
    Printing,
    Screen,
    ShowTicket,
    Welcome,
)
from ui.presenting import app, duration, fault, full, pay, ticket, welcome
from ui.presenting.opening import opening_view_model
from ui.presenting.presenter import Presenter
from ui.scene import Counts, Planned, Scene, opening_scene
from ui.setup import Preferences
from ui.view_models.duration import DurationProps
from ui.view_models.fault import FaultProps
from ui.view_models.view_model import ViewModel, qml_name
from ui.view_models.welcome import WelcomeProps

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.view_models.app import AppViewModel

CHOOSE = ChooseDuration(VehicleType.REGULAR)


class SampleProps(NamedTuple):
    free: int = 0
    next_free_text: str = ""
    elsewhere: tuple[str, ...] = ()


class Sample(ViewModel[SampleProps]):
    pass


class Told(list[str]):
    """The changes that a view model told, by signal name."""

    def __init__(self, told_by: ViewModel[Any]) -> None:
        super().__init__()
        for field in told_by.props._fields:
            name = f"{qml_name(field)}Changed"
            getattr(told_by, name).connect(lambda name=name: self.append(name))


def presented(first: Scene) -> tuple[AppViewModel, Presenter]:
    """Return the view model of a window that shows the scene, and who shows the next one."""
    root = opening_view_model(first.setup, first.now)
    presenter = Presenter(root)
    presenter.show(first)
    return root, presenter


def shown(view_model: ViewModel[Any], name: str) -> object:
    """Return a property as QML reads it."""
    value = view_model.property(name)
    assert value is not None, f"{view_model} has no {name}"
    return value


def test_the_first_picture_is_the_opening_scenes(qapp: object) -> None:  # noqa: ARG001
    setup = SETUP._replace(languages=("de", "en"))
    root = opening_view_model(setup, NOW)
    tiles = (root.welcome.compact, root.welcome.regular, root.welcome.large)
    told = [Told(part) for part in (root, *tiles)]

    Presenter(root).show(opening_scene(setup, NOW))

    assert [name for names in told for name in names] == []
    assert [tile.props.rate_text for tile in tiles] == ["3,00\u00a0€", "3,50\u00a0€", "5,00\u00a0€"]
    assert root.props.clock_text == "12:47"


def test_only_changes_are_told(qapp: object) -> None:  # noqa: ARG001
    sample = Sample(SampleProps(free=3))
    told = Told(sample)

    sample.show(SampleProps(free=3))
    assert told == []
    sample.show(SampleProps(free=4))
    assert told == ["freeChanged"]
    sample.show(SampleProps(free=4, next_free_text="14:35", elsewhere=("a",)))
    assert told == ["freeChanged", "nextFreeTextChanged", "elsewhereChanged"]


def test_all_values_are_new_before_the_first_change_is_told(qapp: object) -> None:  # noqa: ARG001
    sample = Sample(SampleProps())
    seen: list[object] = []
    sample.freeChanged.connect(lambda: seen.append(shown(sample, "nextFreeText")))  # type: ignore[attr-defined]

    sample.show(SampleProps(free=1, next_free_text="14:35"))

    assert seen == ["14:35"]


def test_a_second_passing_tells_only_the_countdown(qapp: object) -> None:  # noqa: ARG001
    first = scene(Pay(HOLD, PayPhase.PRESENT_CARD))
    root, presenter = presented(first)
    screens = presenter.screens
    parts = (root, root.welcome.compact, screens.duration, screens.pay, screens.ticket)
    told = [Told(part) for part in parts]

    presenter.show(replace(first, now=NOW + timedelta(seconds=1)))

    changed = [name for names in told for name in names]
    assert changed == ["secondsLeftChanged", "fractionLeftChanged"]


def test_every_sample_can_be_shown_after_every_other(qapp: object) -> None:  # noqa: ARG001
    root, presenter = presented(scene(Welcome()))

    for state in states():
        presenter.show(state.scene)
        assert shown(root, "screen") == app.screen_name(state.scene.journey.screen)


@pytest.mark.parametrize(
    ("counts", "vehicle_type", "expected"),
    [
        pytest.param(
            Counts(PLENTY),
            VehicleType.COMPACT,
            {"known": True, "free": 312, "level": "plenty", "next_free_text": ""},
            id="plenty",
        ),
        pytest.param(Counts(PLENTY), VehicleType.LARGE, {"free": 4, "level": "few"}, id="few"),
        pytest.param(
            Counts(LARGE_FULL),
            VehicleType.LARGE,
            {"free": 0, "level": "full", "next_free_text": "14:35"},
            id="full",
        ),
        pytest.param(
            Counts(None),
            VehicleType.LARGE,
            {"known": False, "level": "unknown", "rate_text": "5.00\u00a0€"},
            id="unknown",
        ),
    ],
)
def test_a_tile(counts: Counts, vehicle_type: VehicleType, expected: dict[str, Any]) -> None:
    tile = welcome.derive_tile(scene(Welcome(), counts=counts), vehicle_type)

    assert {name: getattr(tile, name) for name in expected} == expected


def test_the_duration_screen_says_all_of_the_stay() -> None:
    props = duration.derive(scene(CHOOSE, planned=Planned(Choice(timedelta(hours=4)), free=88)))

    assert props == DurationProps(
        vehicle_type="regular",
        from_text="12:47",
        until_text="16:47",
        until_day="today",
        until_date_text="Tue 24 Nov",
        zone_note="",
        duration_hours=4,
        duration_minutes=0,
        price_text="14.00\u00a0€",
        rate_text="3.50\u00a0€",
        billed_hours=4,
        free=88,
        can_shorten=True,
        can_lengthen=True,
        busy=False,
    )


def test_while_the_spot_is_being_held_the_stay_cannot_change() -> None:
    props = duration.derive(scene(replace(CHOOSE, reserving=True)))

    assert props is not None
    assert (props.busy, props.can_shorten, props.can_lengthen) == (True, False, False)


def test_a_night_with_a_change_of_clocks_is_told() -> None:
    saturday = NOW.replace(month=10, day=24, hour=20)
    props = duration.derive(
        scene(CHOOSE, now=saturday, planned=Planned(Choice(timedelta(hours=8))))
    )

    assert props is not None
    assert (props.from_text, props.until_text) == ("22:47", "05:47")
    assert (props.until_day, props.zone_note) == ("tomorrow", "UTC+01:00")


@pytest.mark.parametrize(
    ("choice", "selected"),
    [
        (UNTIL_MIDNIGHT, "midnight"),
        (Choice(timedelta(hours=24)), "24h"),
        (Choice(None), "midnight"),
    ],
)
def test_the_chosen_preset_is_marked(choice: Choice, selected: str) -> None:
    at = scene(CHOOSE, planned=Planned(choice))
    presets = [duration.derive_preset(at, preset) for preset in Preset]

    assert [preset.key for preset in presets if preset and preset.selected] == [selected]


def test_the_pay_screen_counts_down_how_long_the_reader_asks() -> None:
    props = pay.derive(
        scene(
            Pay(HOLD, PayPhase.PRESENT_CARD),
            setup=SETUP._replace(card_window=timedelta(seconds=100)),
            asked_since=NOW - timedelta(seconds=75),
        )
    )

    assert props is not None
    assert (props.seconds_left, props.fraction_left, props.timed) == (25, 0.25, True)
    assert (props.amount_text, props.floor, props.spot) == ("14.00\u00a0€", 3, 114)
    assert props.phase == "present_card"


def test_no_time_is_shown_while_the_outcome_is_checked() -> None:
    props = pay.derive(scene(Pay(HOLD, PayPhase.CHECKING)))

    assert props is not None
    assert (props.phase, props.timed) == ("checking", False)


def test_an_expired_prompt_never_counts_below_nothing() -> None:
    props = pay.derive(
        scene(Pay(HOLD, PayPhase.PRESENT_CARD), asked_since=NOW - timedelta(minutes=10))
    )

    assert props is not None
    assert (props.seconds_left, props.fraction_left) == (0, 0.0)


@pytest.mark.parametrize(
    ("screen", "phase", "reason"),
    [
        (Pay(HOLD, stopping=True), "stopping", ""),
        (PaymentDeclined(HOLD, DeclineReason.WRONG_PIN), "", "wrong_pin"),
        (PaymentDeclined(HOLD, None), "", "cancelled_on_reader"),
    ],
)
def test_what_the_payment_waits_for(screen: Pay | PaymentDeclined, phase: str, reason: str) -> None:
    props = pay.derive(scene(screen))

    assert props is not None
    assert (props.phase, props.reason) == (phase, reason)


def test_the_ticket_says_where_and_draws_its_code() -> None:
    props = ticket.derive(scene(ShowTicket(TICKET, Printing.DONE), seconds_to_leave=24))

    assert props is not None
    assert (props.floor, props.spot, props.until_text) == (3, 114, "16:47")
    assert (props.code_text, props.printing) == ("7K3M-Q9TX-2B4D-HHRN", "done")
    assert (props.qr_size, props.seconds_left) == (21, 24)
    assert props.qr_path.startswith("M0 0h7v1h-7z")


def test_a_ticket_asks_no_idle_question() -> None:
    props = app.derive(scene(ShowTicket(TICKET), seconds_to_leave=15))

    assert (props.idle_warning, props.idle_seconds) == (False, 0)


def test_a_full_type_says_when_and_where() -> None:
    props = full.derive(scene(Full(SOLD_OUT)))

    assert props is not None
    assert (props.vehicle_type, props.next_free_text, props.next_free_day) == (
        "large",
        "14:35",
        "today",
    )
    assert props.elsewhere[0] == {"name": "Market Square", "address": "Marktstrasse 12", "free": 57}


@pytest.mark.parametrize(
    ("screen", "device", "reason", "code"),
    [
        (OutOfService(Device.READER), "reader", "", "E-READER"),
        (PaymentFailed(NotChargedReason.NOBODY_PAID), "", "nobody_paid", "E-NOBODY-PAID"),
    ],
)
def test_a_fault_is_named(
    screen: OutOfService | PaymentFailed, device: str, reason: str, code: str
) -> None:
    assert fault.derive(scene(screen)) == FaultProps(device, reason, code)


@pytest.mark.parametrize("reason", NotChargedReason)
def test_a_reserved_amount_is_spoken_of_only_where_a_card_may_have_been_approved(
    reason: NotChargedReason,
) -> None:
    props = fault.derive(scene(PaymentFailed(reason)))

    assert props is not None
    assert props.may_be_reserved == (
        reason in {"provider_unreachable", "hold_expired", "interrupted"}
    )


def test_the_cancelled_screen_says_when_it_closes() -> None:
    shown = scene(PaymentCancelled(may_be_reserved=True), seconds_to_leave=17)

    assert fault.derive(shown) == fault.FaultProps(may_be_reserved=True, seconds_left=17)
    assert not app.derive(shown).idle_warning


def test_the_theme_of_the_kiosk_gives_way_to_contrast() -> None:
    plain, contrast = (
        app.derive(scene(Welcome(), preferences=Preferences("en", contrast=wanted)))
        for wanted in (False, True)
    )

    assert (plain.theme, contrast.theme) == ("light", "contrast")


def test_another_language_writes_all_figures_again(qapp: object) -> None:  # noqa: ARG001
    english = scene(CHOOSE)
    root, presenter = presented(english)
    stay = presenter.screens.duration

    presenter.show(replace(english, preferences=Preferences("de")))

    assert shown(root, "language") == "de"
    assert shown(stay, "priceText") == "14,00\u00a0€"
    assert shown(stay, "untilDateText") == "Di. 24. Nov."
    assert shown(root.welcome.compact, "rateText") == "3,00\u00a0€"
    assert shown(stay.presets[0], "priceText") == "3,50\u00a0€"


@pytest.mark.parametrize(
    ("derive", "screen"),
    [
        (duration.derive, CHOOSE),
        (pay.derive, Pay(HOLD)),
        (ticket.derive, ShowTicket(TICKET)),
        (full.derive, Full(SOLD_OUT)),
        (fault.derive, OutOfService(Device.PRINTER)),
    ],
)
def test_a_screen_that_is_not_shown_has_nothing_to_say(
    derive: Callable[[Scene], object], screen: Screen
) -> None:
    assert derive(scene(screen)) is not None
    assert derive(scene(Welcome(), counts=Counts(ALL_FULL))) is None


def test_names_are_spelt_as_qml_does() -> None:
    assert [qml_name(field) for field in SampleProps._fields] == [
        "free",
        "nextFreeText",
        "elsewhere",
    ]


def test_a_closed_garage_says_when_it_opens() -> None:
    closed = scene(Welcome(), setup=CLOSED_AT_NIGHT, now=NIGHT)

    assert welcome.derive(closed) == WelcomeProps(True, "06:00", "tomorrow", "Wed 25 Nov")
    assert welcome.derive(replace(closed, now=EVENING)) == WelcomeProps()
    assert welcome.derive_tile(closed, VehicleType.LARGE).level == "closed"


def test_the_first_picture_of_a_closed_garage_is_the_opening_scenes(qapp: object) -> None:  # noqa: ARG001
    root = opening_view_model(CLOSED_AT_NIGHT, NIGHT)
    told = [Told(part) for part in (root, root.welcome, root.welcome.compact)]

    Presenter(root).show(opening_scene(CLOSED_AT_NIGHT, NIGHT))

    assert [name for names in told for name in names] == []
    assert root.welcome.props.closed


def test_the_duration_screen_says_when_the_garage_closes() -> None:
    an_hour = Planned(Choice(timedelta(hours=1)), free=88)
    evening = scene(CHOOSE, setup=CLOSED_AT_NIGHT, now=EVENING, planned=an_hour)
    later = replace(evening, planned=Planned(Choice(timedelta(hours=2)), free=88))

    props, too_long = duration.derive(evening), duration.derive(later)
    four_hours = duration.derive_preset(evening, Preset.FOUR_HOURS)

    assert props is not None
    assert (props.closes_text, props.opens_text, props.closed) == ("23:00", "06:00", False)
    assert too_long is not None
    assert (too_long.closed, too_long.price_text) == (True, "")
    assert four_hours is not None
    assert (four_hours.available, four_hours.closed) == (False, True)
