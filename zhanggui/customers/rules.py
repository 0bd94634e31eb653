"""Phones and addresses as platforms write them. Pure Python."""

import re

_NOT_DIGIT = re.compile(r"[^\d*]")
_REGION = re.compile(
    r"^(?P<province>.+?(?:省|自治区|特别行政区)|北京市?|上海市?|天津市?|重庆市?)?\s*"
    r"(?P<city>\S{1,8}?市|\S{1,10}?自治州|\S{1,6}?(?:地区|盟))?"
)


def phone_digits(phone: str) -> str:
    """Return the digits (and stars) of a number; a virtual number's extension stays behind it."""
    return _NOT_DIGIT.sub("", phone)


def phone_keys(phone: str) -> tuple[str, str]:
    """Return what a number is found by: (the whole, its last four digits).

    A masked number has no whole to find; its tail counts when the platform shows it. The extension
    of a virtual number (18877771111-123) belongs to the platform, not to the number.
    """
    digits = phone_digits(phone.partition("-")[0] if phone[:1] == "1" else phone)
    tail = digits[-4:]
    if len(digits) < 7 or "*" in tail:
        return "", ""
    return ("" if "*" in digits else digits), tail


def region(address: str) -> tuple[str, str]:
    """Return the province and the city of an address, "" for what cannot be told.

    The seller centre parts them by spaces; others do not.
    """
    parts = address.split()
    if len(parts) > 2:
        return parts[0][:20], parts[1][:30]
    found = _REGION.match(address)
    if found is None:
        return "", ""
    return (found["province"] or "")[:20], (found["city"] or "")[:30]
