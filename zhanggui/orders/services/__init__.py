from zhanggui.orders.services.ship import CannotShipError, mark_shipped

__all__ = ["CannotShipError", "mark_shipped"]
