"""Cut the icons that the screens use out of Tabler's sprite (MIT), as one small file.

python tools/icons.py SPRITE   read @tabler/icons-sprite's dist/tabler-sprite-nostroke.svg and write
                               zhanggui/core/static/core/icons.svg with the names of core/icons.txt
"""

import re
import sys
from pathlib import Path

CORE = Path(__file__).resolve().parents[1] / "zhanggui" / "core"
NAMES = CORE / "icons.txt"
SPRITE = CORE / "static" / "core" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="tabler-([a-z0-9-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
_EMPTY_BOX = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def main(source: Path) -> None:
    """Write the subset; stop with the names that the sprite does not have."""
    shapes = dict(_SYMBOL.findall(source.read_text()))
    names = sorted(set(NAMES.read_text().split()))
    if missing := [name for name in names if name not in shapes]:
        sys.exit(f"Not in the sprite: {', '.join(missing)}")
    symbols = (
        f'<symbol id="{name}" viewBox="0 0 24 24">{shapes[name].replace(_EMPTY_BOX, "")}</symbol>'
        for name in names
    )
    SPRITE.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )
    NAMES.write_text("\n".join(names) + "\n")
    print(f"{len(names)} icons, {SPRITE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
