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


# Province, city, district: with spaces between, as platforms write them, or run together.
_SPACED = re.compile(r"^(?:\S*[省市区县州盟旗]\s+){1,4}")
_RUN_ON = re.compile(r"^(?:\S{2,8}?(?:省|自治区))?(?:\S{2,8}?[市州盟])?(?:\S{1,8}?[区县市旗])?")


def mask_address(address: str) -> str:
    """Keep the province, city and district of a Chinese address; hide the rest."""
    region = _SPACED.match(address) or _RUN_ON.match(address)
    kept = region[0].strip() if region else ""
    return f"{kept} ****".strip() if address else ""
