"""The commands of an installation. One appears when what does it exists."""

from dataclasses import dataclass
from pathlib import Path

PACKAGE_DIR = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Command:
    """A command of the product: done here, or by an app's management command."""

    name: str
    chinese: str
    english: str
    managed_by: str = ""  # the management command that does it

    def exists(self) -> bool:
        return not self.managed_by or has_management_command(self.managed_by)


COMMANDS = (
    Command("up", "启动掌柜和它的示范公司", "run the product with its demo company"),
    Command("worker", "只启动后台工作进程", "run one more worker", managed_by="run_worker"),
    Command("demo", "装入示范公司", "load the demo company", managed_by="load_demo"),
    Command("createuser", "新建帐号", "make an account"),
    Command("duties", "职责地图", "the duty map", managed_by="duties"),
    Command("doctor", "检查安装哪里不对", "explain what is wrong with an installation"),
    Command("backup", "加密备份", "take an encrypted backup"),
    Command("restore", "从备份恢复", "restore from a backup"),
    Command("shell", "Python 命令行", "a Python shell with the models"),
)


def available() -> list[Command]:
    return [command for command in COMMANDS if command.exists()]


def has_management_command(name: str) -> bool:
    """Look for an app's command by its file, without starting Django."""
    return any(PACKAGE_DIR.glob(f"*/management/commands/{name}.py"))
