"""How personal data looks to those whose duty does not need it. Pure Python."""

import re

_DIGITS = re.compile(r"\d")


def mask_phone(phone: str) -> str:
    """Hide the middle: 13912348001 → 139****8001; 0577-65432210 → 0577****2210."""
    digits = "".join(_DIGITS.findall(phone))
    if len(digits) < 7:
        return "*" * len(phone)
    keep = 4 if digits.startswith("0") else 3
    return f"{digits[:keep]}****{digits[-4:]}"


def mask_name(name: str) -> str:
    """Keep the first character: 林晓芸 → 林**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_nick(nick: str) -> str:
    """Keep the first and the last character: tb_lin88 → t**8."""
    return f"{nick[0]}**{nick[-1]}" if len(nick) > 1 else nick


def mask_address(address: str) -> str:
    """Keep the province, city and district; hide the rest of a Chinese address."""
    region = re.match(r"^(?:\S+\s+){1,3}|^.{0,12}?[区县市旗](?=.)", address)
    kept = region[0].strip() if region else address[:6]
    return f"{kept} ****" if address else ""
