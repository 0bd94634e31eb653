"""Product pictures drawn by code: a plain line drawing of the thing in its finish."""

from io import BytesIO

from PIL import Image, ImageDraw

from zhanggui.desk.demo.goods import Good

SIDE = 480
SCALE = 2  # drawn twice as large, then shrunk: smooth edges
PAPERS = ((238, 241, 245), (245, 240, 231), (235, 243, 238), (244, 236, 235))
INKS = {
    "CR": (150, 160, 172), "BK": (44, 47, 52), "GN": (98, 103, 110), "GD": (190, 152, 86),
}  # fmt: skip
WHITE, EDGE = (252, 252, 250), (120, 126, 134)
Box = tuple[int, int, int, int]


def _box(x: int, y: int, width: int, height: int) -> Box:
    return (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)


def _block(pen: ImageDraw.ImageDraw, box: Box, ink: tuple[int, int, int], radius: int = 12) -> None:
    pen.rounded_rectangle(box, radius * SCALE, fill=ink, outline=EDGE, width=2 * SCALE)


def _faucet(pen: ImageDraw.ImageDraw, ink: tuple[int, int, int], style: int) -> None:
    height = 150 + style % 4 * 30
    _block(pen, _box(150, 380 - height, 52, height), ink)
    _block(pen, _box(150, 380 - height, 190, 40), ink)
    _block(pen, _box(306, 380 - height, 34, 74), ink)
    _block(pen, _box(120, 376, 112, 22), ink, 8)
    _block(pen, _box(160, 340 - height, 84 + style % 3 * 20, 24), ink, 10)


def _shower(pen: ImageDraw.ImageDraw, ink: tuple[int, int, int], style: int) -> None:
    _block(pen, _box(228, 90, 22, 310), ink, 8)
    _block(pen, _box(150, 70, 180, 30), ink, 14)
    if style % 2:
        pen.ellipse(_box(300, 190, 96, 96), fill=ink, outline=EDGE, width=2 * SCALE)
    else:
        _block(pen, _box(300, 200, 70, 90), ink)
    _block(pen, _box(190, 320, 100, 40), ink)
    for drop in range(7):
        pen.line(_box(162 + drop * 26, 112, 0, 26 + drop % 3 * 12), fill=EDGE, width=2 * SCALE)


def _toilet(pen: ImageDraw.ImageDraw, ink: tuple[int, int, int], style: int) -> None:
    _block(pen, _box(120, 120, 110, 160 if style % 2 else 90), WHITE)
    pen.ellipse(_box(180, 220, 200, 84), fill=WHITE, outline=EDGE, width=2 * SCALE)
    pen.polygon(
        [(190 * SCALE, 270 * SCALE), (370 * SCALE, 270 * SCALE), (310 * SCALE, 400 * SCALE),
         (200 * SCALE, 400 * SCALE)], fill=WHITE, outline=EDGE, width=2 * SCALE,
    )  # fmt: skip
    _block(pen, _box(136, 136, 78, 14), ink, 4)


def _cabinet(pen: ImageDraw.ImageDraw, ink: tuple[int, int, int], style: int) -> None:
    width = 220 + style % 4 * 40
    left = 240 - width // 2
    _block(pen, _box(left, 90, width, 130), (214, 226, 236))
    _block(pen, _box(left - 8, 256, width + 16, 26), WHITE, 6)
    _block(pen, _box(left, 282, width, 120), ink)
    for door in range(1, 2 + style % 2):
        x = left + width * door // (2 + style % 2)
        pen.line(_box(x, 284, 0, 116), fill=EDGE, width=2 * SCALE)
    _block(pen, _box(226, 226, 28, 30), EDGE, 4)


def _drain(pen: ImageDraw.ImageDraw, ink: tuple[int, int, int], style: int) -> None:
    _block(pen, _box(110, 110, 260, 260), ink, 10 if style % 2 else 60)
    for row in range(6):
        for column in range(6):
            pen.ellipse(_box(142 + column * 36, 142 + row * 36, 16, 16), fill=(60, 64, 70))


def _valve(pen: ImageDraw.ImageDraw, ink: tuple[int, int, int], style: int) -> None:
    if style % 3 == 2:
        for ring in range(12):
            pen.arc(_box(100 + ring * 8, 120 + ring * 8, 280 - ring * 16, 240 - ring * 16), 20, 300,
                    fill=EDGE, width=4 * SCALE)  # fmt: skip
        return
    _block(pen, _box(140, 220, 200, 60), ink)
    _block(pen, _box(210, 150, 60, 80), ink)
    _block(pen, _box(170, 110, 140, 44), ink, 18)
    _block(pen, _box(216, 280, 48, 110), ink)


def _hardware(pen: ImageDraw.ImageDraw, ink: tuple[int, int, int], style: int) -> None:
    for bar in range(1 + style % 3):
        _block(pen, _box(90, 180 + bar * 60, 300, 16), ink, 8)
    _block(pen, _box(100, 150, 30, 60 + style % 3 * 60), ink, 6)
    _block(pen, _box(350, 150, 30, 60 + style % 3 * 60), ink, 6)


DRAW = {
    "faucet": _faucet, "shower": _shower, "toilet": _toilet, "cabinet": _cabinet,
    "drain": _drain, "valve": _valve, "hardware": _hardware,
}  # fmt: skip


def draw(good: Good) -> bytes:
    """Return a PNG of 480 × 480 pixels showing the good in its first finish."""
    paper = PAPERS[good.style % len(PAPERS)]
    image = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE), paper)
    code = good.merchant_code.rsplit("-", 1)[-1]
    ink = INKS.get(code, (196, 170, 132) if good.line.code == "cabinet" else INKS["CR"])
    DRAW[good.line.code](ImageDraw.Draw(image), ink, good.style)
    out = BytesIO()
    small = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    small.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
