"""The ledger's one door: nothing else writes moves, levels or reservations."""

from zhanggui.inventory.services.moving import (
    MAIN,
    CannotMoveError,
    Movement,
    move,
    move_many,
    place,
)
from zhanggui.inventory.services.opening import record_openings, take_back_opening
from zhanggui.inventory.services.proving import prove
from zhanggui.inventory.services.reserving import (
    Granted,
    Shortage,
    Wanted,
    consume,
    release,
    reserve_many,
)
from zhanggui.inventory.services.returning import take_back

__all__ = [
    "MAIN",
    "CannotMoveError",
    "Granted",
    "Movement",
    "Shortage",
    "Wanted",
    "consume",
    "move",
    "move_many",
    "place",
    "prove",
    "record_openings",
    "release",
    "reserve_many",
    "take_back",
    "take_back_opening",
]
