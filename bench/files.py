"""Write the pair of order files of a workload: `python -m bench.files FOLDER COUNT FIRST`.

In a process of its own, so that the importer's memory holds nothing of the writing.
"""

import subprocess
import sys
from pathlib import Path


def written(folder: str, count: int, first: int) -> tuple[Path, Path]:
    """Write the files and return their paths: order list, details."""
    command = [sys.executable, "-m", "bench.files", folder, str(count), str(first)]
    subprocess.run(command, check=True)
    [orders] = Path(folder).glob("ExportOrderList*")
    [lines] = Path(folder).glob("ExportOrderDetailList*")
    return orders, lines


if __name__ == "__main__":
    import django

    django.setup()

    from bench.trade import AT, orders
    from zhanggui.connectors.taobao.writer import write_files

    where, how_many, start = sys.argv[1:]
    write_files(list(orders(int(how_many), first=int(start))), Path(where), made_at=AT)
