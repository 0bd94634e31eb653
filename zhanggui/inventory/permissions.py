from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with the stock."""

    VIEW = "inventory.view_stocklevel"
    VIEW_MOVES = "inventory.view_move"
    RECORD_OPENING = "inventory.record_opening"
    VIEW_PROOF = "inventory.view_proof"
    PROVE = "inventory.add_proof"
