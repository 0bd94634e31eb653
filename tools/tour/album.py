"""The pictures of a tour: one file a page, and one contact sheet a position."""

import re
from pathlib import Path

from PIL import Image, ImageDraw

THUMB = (320, 220)
COLUMNS = 5


def picture_name(position: str, path: str, look: str) -> str:
    """Make a file name of who, where and how."""
    where = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "home"
    return f"{position}/{where[:80]}--{look}.png"


def contact_sheet(folder: Path, position: str, pictures: list[Path]) -> Path:
    """Put small copies of all pictures of a position on one sheet, with their names."""
    width, height = THUMB
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (width + 12), max(rows, 1) * (height + 30)), "white")
    pen = ImageDraw.Draw(sheet)
    for number, path in enumerate(pictures):
        x, y = number % COLUMNS * (width + 12), number // COLUMNS * (height + 30)
        with Image.open(path) as picture:
            small = picture.convert("RGB")
            small.thumbnail(THUMB)
            sheet.paste(small, (x, y))
        pen.text((x, y + height + 4), path.stem[:52], fill="black")
    target = folder / f"{position}.png"
    sheet.save(target)
    return target
