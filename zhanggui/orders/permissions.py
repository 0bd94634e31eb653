from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with orders."""

    SEE = "orders.view_order"
    ADD = "orders.add_order"
    IMPORT = "orders.import_order"
    HOLD = "orders.hold_order"
    CLEAR_HOLD = "orders.clear_hold"
    MATCH_CODE = "orders.add_codematch"
    EXPORT = "orders.export_order"
