"""What a driver finds to choose from, and how it stays true while it is shown."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING

from core.outcomes import (
    NoLongerOffered,
)
from core.vehicles import VehicleType
from tests.shots.samples import ALL_FULL, HOLD, NIGHT, OPEN_BY_DAY, PLENTY, SOLD_OUT
from tests.ui.touches import REGULAR, go_to_duration, on
from ui.durations import Choice, Preset
from ui.ports import ConnectionLost

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from tests.ui.fake_ports import Clock, World
    from ui.visit import Visit


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


def test_an_unknown_language_changes_nothing(visit: Visit) -> None:
    visit.select_language("xx")

    assert visit.view_model.props.language == "en"
