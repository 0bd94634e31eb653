"""Make a checkout ready: environment, front-end files, Chinese catalogues. Each only if needed."""

from tools.zg.assets import ensure_assets
from tools.zg.environment import ensure_environment
from tools.zg.paths import PYTHON, ROOT, STAMPS, VAR
from tools.zg.run import run
from zhanggui.config.machine.filelock import FileLock
from zhanggui.config.machine.say import say
from zhanggui.config.machine.stamps import Stamp, digest


def for_product() -> None:
    """Make ready what the product needs to run."""
    with preparing():
        ensure_environment("runtime")
        ensure_assets()
        ensure_catalogues()


def for_tests() -> None:
    """Make ready what the tests need, which is the product's things and more."""
    with preparing():
        ensure_environment("dev")
        ensure_assets()
        ensure_catalogues()


def preparing() -> FileLock:
    """Hold the checkout while it is made ready: two starts must not fill one environment."""
    return FileLock(
        VAR / "prepare.lock",
        on_wait=lambda holder: say(
            f"另一个 ./zg 正在准备环境，等待中 / waiting for another ./zg to make ready ({holder})"
        ),
    )


def ensure_catalogues() -> None:
    """Compile the Chinese of the screens, unless no text has changed."""
    files = sorted((ROOT / "zhanggui").rglob("LC_MESSAGES/*.po"))
    stamp = Stamp(STAMPS / "catalogues", digest(files, *map(str, files)))
    if stamp.holds() and all(file.with_suffix(".mo").exists() for file in files):
        return
    run([PYTHON, ROOT / "tools" / "messages.py", "--compile"], step="catalogues")
    stamp.write()
