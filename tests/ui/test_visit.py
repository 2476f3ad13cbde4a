"""The controller with a world that the test holds in its hand: touches in, screens out."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from core.outcomes import (
    AlreadyPaid,
    Approved,
    Cancelled,
    Declined,
    DeclineReason,
    NoLongerOffered,
    NotCharged,
    NotChargedReason,
)
from core.tickets.texts import TicketTexts
from core.vehicles import VehicleType
from tests.shots.samples import ALL_FULL, HOLD, NIGHT, OPEN_BY_DAY, PLENTY, SOLD_OUT, TICKET
from tests.shots.states import SETUP
from tests.ui.fake_ports import Clock, World
from ui import errands
from ui.durations import Choice, Preset
from ui.jobs import Jobs
from ui.journey import Device, Printing, ShowTicket
from ui.ports import ConnectionLost
from ui.presenting.opening import opening_view_model
from ui.setup import Preferences
from ui.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

REGULAR = VehicleType.REGULAR


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visit(qapp: object, world: World, clock: Clock) -> Iterator[Visit]:  # noqa: ARG001
    jobs = Jobs()
    made = Visit(
        opening_view_model(SETUP, clock.now()),
        setup=SETUP,
        ports=world.ports(),
        jobs=jobs,
        clock=clock,
        seconds=clock.seconds,
    )
    yield made
    if world.tell is not None:
        made.close()
    for gate in (world.until, world.reserve_until, world.call_until):
        if gate is not None:
            gate.set()
    assert jobs.close()


def on(visit: Visit, screen: str) -> Callable[[], bool]:
    return lambda: visit.view_model.props.screen == screen


def go_to_duration(visit: Visit) -> None:
    visit.choose_vehicle(REGULAR)
    assert visit.view_model.props.screen == "duration"


def go_to_pay(visit: Visit, qtbot: QtBot) -> None:
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.pay.props.phase == "present_card")


def test_three_touches_lead_to_the_card_and_to_a_printed_ticket(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.until = Event()
    visit.choose_vehicle(REGULAR)
    visit.choose_preset(Preset.FOUR_HOURS)
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.pay.props.phase == "present_card")
    world.until.set()

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    assert visit.view_model.props.screen == "ticket"
    assert ("reserve", REGULAR, HOLD.period) in world.asked


def test_the_ticket_is_printed_in_the_drivers_language(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    visit.select_language("de")
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(lambda: world.times_asked("print") == 1)
    texts = world.asked[-1][2]
    assert isinstance(texts, TicketTexts)
    assert (texts.language, texts.price_text) == ("de", "14,00\u00a0€")
    assert texts.weekdays[0].startswith("Mo")


def test_a_declined_card_can_be_tried_again_on_the_same_hold(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.pays = Declined(DeclineReason.INSUFFICIENT_FUNDS)
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(on(visit, "declined"))

    world.pays = Approved(TICKET)
    visit.try_again()

    qtbot.waitUntil(on(visit, "ticket"))
    assert world.times_asked("reserve") == 1


def test_cancelling_during_the_payment_gives_the_spot_back_first(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.until = Event()
    go_to_pay(visit, qtbot)

    visit.leave()

    assert visit.screens.pay.props.phase == "stopping"
    qtbot.waitUntil(on(visit, "cancelled"))
    assert world.times_asked("stop") == 1
    assert visit.screens.fault.props.may_be_reserved


def test_a_spot_that_is_held_for_a_driver_who_left_is_given_back(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.reserve_until = Event()
    go_to_duration(visit)
    visit.pay()
    visit.leave()
    assert visit.view_model.props.screen == "welcome"
    world.reserve_until.set()

    qtbot.waitUntil(lambda: world.times_asked("stop") == 1)
    assert visit.view_model.props.screen == "welcome"


def test_a_reservation_that_takes_too_long_is_given_back_when_it_comes(
    visit: Visit, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "DATABASE_SECONDS", 0.05)
    world.reserve_until = Event()
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(on(visit, "out_of_service"))
    assert visit.screens.fault.props.device == "database"
    world.reserve_until.set()

    qtbot.waitUntil(lambda: world.times_asked("stop") == 1)


def test_the_payment_wins_when_it_was_faster_than_the_cancelling(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.until = Event()
    world.stops = AlreadyPaid(TICKET)
    go_to_pay(visit, qtbot)
    visit.leave()
    qtbot.waitUntil(on(visit, "ticket"))
    world.until.set()

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    assert world.times_asked("print") == 1


def test_a_payment_that_breaks_is_stopped_and_the_kiosk_says_so(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.pay_error = ConnectionError("no route")
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(on(visit, "failed"))
    qtbot.waitUntil(lambda: world.times_asked("stop") == 1)
    assert visit.screens.fault.props.code == "E-INTERRUPTED"


def test_a_payment_without_a_charge_names_the_reason(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.pays = NotCharged(NotChargedReason.READER_OFFLINE)
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(on(visit, "failed"))
    assert visit.screens.fault.props.reason == "reader_offline"


@pytest.mark.parametrize("error", [None, OSError("paper jam")])
def test_no_paper_is_told_on_the_ticket(
    visit: Visit, world: World, qtbot: QtBot, error: OSError | None
) -> None:
    world.prints, world.print_error = False, error
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "failed")


def test_a_ticket_that_did_not_come_out_is_printed_again_and_has_two_minutes(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.prints = False
    go_to_duration(visit)
    clock.pass_by(25)  # the idle watch begins anew with what became of the paper
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "failed")
    visit.tick()
    assert visit.screens.ticket.props.seconds_left == 120

    clock.pass_by(100)
    visit.tick()
    world.prints = True
    visit.print_again()
    assert visit.screens.ticket.props.printing == "running"

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    visit.tick()
    assert visit.screens.ticket.props.seconds_left == 30
    assert world.times_asked("print") == 2


def test_a_sold_out_garage_says_so_instead_of_taking_money(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.reserves = SOLD_OUT
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(on(visit, "full"))
    assert world.times_asked("pay") == 0


def test_a_full_tile_leads_at_once_to_what_is_known_and_then_to_more(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    visit.start()
    assert world.tell is not None
    world.tell(ALL_FULL)
    qtbot.waitUntil(lambda: visit.view_model.welcome.large.props.level == "full")

    visit.choose_vehicle(VehicleType.LARGE)

    first = visit.screens.full.props
    assert (visit.view_model.props.screen, first.next_free_text) == ("full", "12:59")
    assert first.elsewhere == ()
    qtbot.waitUntil(lambda: len(visit.screens.full.props.elsewhere) == 2)


def test_live_counts_come_from_a_foreign_thread_and_stay_when_the_connection_drops(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    visit.start()
    assert world.tell is not None
    feed = Thread(target=world.tell, args=(PLENTY,))
    feed.start()
    feed.join()
    qtbot.waitUntil(lambda: visit.view_model.welcome.compact.props.free == 312)
    assert visit.view_model.props.live

    world.tell(ConnectionLost())

    qtbot.waitUntil(lambda: not visit.view_model.props.live)
    assert visit.view_model.welcome.compact.props.free == 312


def test_the_free_spots_are_counted_for_exactly_this_stay(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    go_to_duration(visit)
    visit.choose_preset(Preset.FOUR_HOURS)
    assert visit.screens.duration.props.free == -1

    def counted() -> bool:
        visit.tick()
        return visit.screens.duration.props.free == 88

    qtbot.waitUntil(counted)
    assert world.asked[-1] == ("free_spots", REGULAR, HOLD.period)


def test_a_count_that_fails_is_not_asked_for_again_and_again(
    visit: Visit, world: World, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    world.count_error = ConnectionError("no route")
    go_to_duration(visit)
    qtbot.waitUntil(lambda: "no route" in caplog.text)

    for _ in range(5):
        visit.tick()

    assert world.times_asked("free_spots") == 1
    assert visit.screens.duration.props.free == -1


def test_steps_stop_at_the_shortest_stay(visit: Visit) -> None:
    go_to_duration(visit)

    for _ in range(10):
        visit.shorten()

    assert visit.scene.planned.choice == Choice(timedelta(minutes=30))
    assert not visit.screens.duration.props.can_shorten


def test_a_missing_device_closes_the_kiosk_and_opens_it_again(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.probes = frozenset({Device.READER})
    visit.start()
    qtbot.waitUntil(on(visit, "out_of_service"))
    world.probes = frozenset()

    visit._probe()

    qtbot.waitUntil(on(visit, "welcome"))


def test_nobody_there_is_asked_and_then_sent_home(visit: Visit, clock: Clock) -> None:
    go_to_duration(visit)
    clock.pass_by(31)
    visit.tick()
    assert (visit.view_model.props.idle_warning, visit.view_model.props.idle_seconds) == (True, 19)

    clock.pass_by(20)
    visit.tick()

    assert visit.view_model.props.screen == "welcome"
    assert not visit.view_model.props.idle_warning


def test_one_touch_answers_the_warning(visit: Visit, clock: Clock, qtbot: QtBot) -> None:
    go_to_duration(visit)
    clock.pass_by(31)
    visit.tick()

    visit.touched()

    # The warning still covers the screen while the touch itself is delivered.
    assert visit.view_model.props.idle_warning
    qtbot.waitUntil(lambda: not visit.view_model.props.idle_warning)
    assert visit.view_model.props.screen == "duration"


def test_a_payment_is_never_sent_home(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.until = Event()
    go_to_pay(visit, qtbot)
    clock.pass_by(10_000)
    visit.tick()

    assert visit.view_model.props.screen == "pay"
    assert not visit.view_model.props.idle_warning


def test_a_ticket_goes_home_by_itself(visit: Visit, clock: Clock, qtbot: QtBot) -> None:
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    visit.tick()
    assert visit.screens.ticket.props.seconds_left == 30

    clock.pass_by(30)
    visit.tick()

    assert visit.view_model.props.screen == "welcome"


def test_the_next_driver_finds_the_kiosk_as_it_was(visit: Visit, clock: Clock) -> None:
    visit.select_language("de")
    visit.toggle_contrast()
    visit.toggle_low_reach()
    assert visit.scene.preferences == Preferences("de", contrast=True, low_reach=True)

    clock.pass_by(60)
    visit.tick()

    assert visit.scene.preferences == Preferences("en")


def prefer(visit: Visit) -> Preferences:
    visit.select_language("de")
    visit.toggle_contrast()
    visit.toggle_low_reach()
    return visit.scene.preferences


@pytest.mark.parametrize("ends", ["done", "timeout", "cancel"])
def test_a_visit_that_ends_takes_the_drivers_look_with_it(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot, ends: str
) -> None:
    prefer(visit)
    if ends == "cancel":
        world.until = Event()
        go_to_pay(visit, qtbot)
        visit.leave()
        qtbot.waitUntil(on(visit, "cancelled"))
    else:
        go_to_duration(visit)
        visit.pay()
        qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    assert visit.view_model.props.language == "de"

    if ends == "timeout":
        clock.pass_by(30)
        visit.tick()
    else:
        visit.leave()

    assert visit.view_model.props.screen == "welcome"
    assert visit.scene.preferences == Preferences("en")


def test_who_only_goes_back_keeps_the_look(visit: Visit) -> None:
    chosen = prefer(visit)
    go_to_duration(visit)
    visit.leave()

    assert visit.view_model.props.screen == "welcome"
    assert visit.scene.preferences == chosen


def test_who_is_idle_while_choosing_takes_the_look_along(visit: Visit, clock: Clock) -> None:
    prefer(visit)
    go_to_duration(visit)
    clock.pass_by(50)
    visit.tick()

    assert visit.scene.preferences == Preferences("en")


def test_the_cancelled_screen_counts_down_and_goes_home_by_itself(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.until = Event()
    go_to_pay(visit, qtbot)
    visit.leave()
    qtbot.waitUntil(on(visit, "cancelled"))
    visit.tick()
    assert (visit.screens.fault.props.seconds_left, visit.view_model.props.idle_warning) == (
        20,
        False,
    )

    clock.pass_by(20)
    visit.tick()

    assert visit.view_model.props.screen == "welcome"


def test_an_unknown_language_changes_nothing(visit: Visit) -> None:
    visit.select_language("xx")

    assert visit.view_model.props.language == "en"


def call(visit: Visit) -> str:
    return visit.view_model.props.attendant_call


def test_an_attendant_is_called_once_and_is_called_only_when_the_call_got_through(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.call_until = Event()
    visit.open_help()
    visit.call_attendant()
    visit.call_attendant()
    assert call(visit) == "calling"
    world.call_until.set()

    qtbot.waitUntil(lambda: call(visit) == "called")
    visit.call_attendant()
    assert (call(visit), world.times_asked("call")) == ("called", 1)


def test_a_call_that_does_not_get_through_says_so_and_can_be_made_again(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.call_error = OSError("no route")
    visit.call_attendant()
    qtbot.waitUntil(lambda: call(visit) == "failed")

    world.call_error = None
    visit.call_attendant()

    qtbot.waitUntil(lambda: call(visit) == "called")


def test_the_next_driver_can_call_too(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.probes = frozenset({Device.READER})
    visit.start()
    qtbot.waitUntil(on(visit, "out_of_service"))
    visit.call_attendant()
    qtbot.waitUntil(lambda: call(visit) == "called")

    clock.pass_by(60)
    visit.tick()

    assert call(visit) == "none"


def test_a_call_that_nobody_heard_can_be_made_again(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.told = False
    visit.call_attendant()

    qtbot.waitUntil(lambda: world.times_asked("call") == 1)
    qtbot.waitUntil(lambda: call(visit) == "failed")


def test_help_closes_with_the_visit(visit: Visit) -> None:
    go_to_duration(visit)
    visit.open_help()
    visit.leave()

    assert not visit.view_model.props.help_open


def test_late_paper_does_not_touch_the_next_visit(visit: Visit, world: World, qtbot: QtBot) -> None:
    world.until = Event()
    world.stops = Cancelled()
    go_to_pay(visit, qtbot)
    visit.leave()
    qtbot.waitUntil(on(visit, "cancelled"))
    visit.leave()
    go_to_duration(visit)
    world.until.set()  # the card had been faster after all, and only now is it known

    qtbot.waitUntil(lambda: world.times_asked("print") == 1)
    assert visit.view_model.props.screen == "duration"
    assert not isinstance(visit.scene.journey.screen, ShowTicket)
    assert visit.screens.ticket.props.printing == Printing.RUNNING


def test_a_closed_garage_sells_nothing_and_opens_by_itself(visit: Visit, clock: Clock) -> None:
    clock.moment = NIGHT
    visit.know_garage(OPEN_BY_DAY)
    visit.tick()
    assert visit.view_model.welcome.props.closed

    visit.choose_vehicle(REGULAR)
    assert visit.view_model.props.screen == "welcome"

    clock.pass_by(6.5 * 3600)
    visit.tick()
    assert not visit.view_model.welcome.props.closed
    go_to_duration(visit)


def test_a_stay_that_is_no_longer_offered_is_said_so(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.reserves = NoLongerOffered()
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(on(visit, "failed"))
    assert visit.screens.fault.props.reason == "no_longer_offered"
