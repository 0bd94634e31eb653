"""What a row of a products sheet says. Pure Python."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhanggui.core.money import BadMoneyError, parse_fen
from zhanggui.imports.rules import BadCellError, parse_whole

# Product fields, then SKU fields; "" or a missing column keeps what is there.
OF_PRODUCT = ("name", "line")
OF_SKU = ("spec", "price_fen", "cost_fen", "weight_g", "vat_bp", "barcode", "unit")
_BARCODE = re.compile(r"^\d{8}$|^\d{12,14}$")
_PER_CENT = re.compile(r"^(\d{1,2})(?:\.(\d{1,2}))?\s*%?$")
_LENGTHS = {
    "merchant_code": 64,
    "product_code": 64,
    "name": 120,
    "line": 50,
    "spec": 120,
    "unit": 10,
}


class BadProductRowError(ValueError):
    """A cell of the row does not hold what its column promises: the field, and why."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field, text)
        self.field = field
        self.text = text


@dataclass(frozen=True)
class ProductRow:
    """A row as read: the values that it gives, by field; those that it leaves open are absent."""

    merchant_code: str
    product_code: str
    product: Mapping[str, str]
    sku: Mapping[str, Any]


def parse_vat(text: str) -> int:
    """Read a VAT rate such as "13", "13%" or "0.13" as basis points of 1/100 per cent.

    :raises ValueError: if the text is something else, or above 30 %
    """
    if text.startswith("0."):
        rate = Decimal(text) * 10_000
        if rate != rate.to_integral_value():
            raise ValueError(text)
        return int(rate)
    match = _PER_CENT.match(text)
    if match is None:
        raise ValueError(text)
    rate_bp = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    if rate_bp > 3000:
        raise ValueError(text)
    return rate_bp


def parse_price(text: str) -> int:
    """Read yuan, none below zero.

    :raises ValueError: if the text is no such amount
    """
    fen = parse_fen(text)
    if fen < 0:
        raise ValueError(text)
    return fen


def parse_weight(text: str) -> int:
    """Read grams, also "1.5kg".

    :raises ValueError: if the text is no such weight
    """
    lower = text.lower().replace("公斤", "kg").replace("克", "g").strip()
    if lower.endswith("kg"):
        grams = Decimal(lower[:-2].strip()) * 1000
        if not 0 <= grams <= 10_000_000:
            raise ValueError(text)
        return int(grams)
    grams_whole = parse_whole(lower.removesuffix("g").strip())
    if grams_whole < 0:
        raise ValueError(text)
    return grams_whole


def parse_barcode(text: str) -> str:
    """Read an EAN or UPC: 8, 12, 13 or 14 digits with a right check digit.

    :raises ValueError: if it is none
    """
    if not _BARCODE.match(text):
        raise ValueError(text)
    digits = [int(char) for char in reversed(text)]
    if (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10:
        raise ValueError(text)
    return text


_PARSERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "spec": ("spec", str),
    "price": ("price_fen", parse_price),
    "cost": ("cost_fen", parse_price),
    "weight": ("weight_g", parse_weight),
    "vat": ("vat_bp", parse_vat),
    "barcode": ("barcode", parse_barcode),
    "unit": ("unit", str),
}


def read_row(values: Mapping[str, str]) -> ProductRow:
    """Read the cells of a row.

    :raises BadProductRowError: naming the first cell that is not what its column promises
    """
    for field, length in _LENGTHS.items():
        if len(values.get(field, "")) > length:
            raise BadProductRowError(field, values[field][:40])
    sku: dict[str, Any] = {}
    for column, (field, parse) in _PARSERS.items():
        if text := values.get(column, ""):
            try:
                sku[field] = parse(text)
            except (BadCellError, BadMoneyError, ValueError, ArithmeticError) as error:
                raise BadProductRowError(column, text[:40]) from error
    return ProductRow(
        merchant_code=values["merchant_code"],
        product_code=values.get("product_code", ""),
        product={name: values[name] for name in OF_PRODUCT if values.get(name)},
        sku=sku,
    )
