from zhanggui.customers.selectors import phone_hashes
from zhanggui.customers.services.knowing import (
    Receiver,
    Seen,
    know_buyers,
    know_receivers,
)
from zhanggui.customers.services.revealing import CannotRevealError, reveal_contact

__all__ = [
    "CannotRevealError",
    "Receiver",
    "Seen",
    "know_buyers",
    "know_receivers",
    "phone_hashes",
    "reveal_contact",
]
