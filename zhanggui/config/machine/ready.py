"""Bring an installation's data up to its code: tables, demo company, static files."""

from io import StringIO
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zhanggui.config.machine.say import say
from zhanggui.config.machine.stamps import Stamp, digest


def set_up_django() -> None:
    django.setup()


def ensure_tables() -> None:
    """Apply the migrations that are missing; touch nothing when none is."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"建立数据表：{len(plan)} 步 / database: {len(plan)} steps")
        call_command("migrate", verbosity=0)
    call_command("load_handbook", verbosity=0)


def ensure_handbook() -> None:
    """Load the handbook into an empty house, and compute anew what each position may do."""
    call_command("load_handbook", verbosity=0)


def ensure_demo() -> None:
    """Load the demo company into an empty house; where somebody lives nothing is touched."""
    shop, user = apps.get_model("shops", "Shop"), apps.get_model("org", "User")
    if not shop.objects.exists() and not user.objects.exists():
        say("装入示范公司 / the demo company")
        call_command("load_demo", verbosity=0)


def ensure_static() -> None:
    """Collect the static files, unless none has changed since the last time."""
    stamp = Stamp(settings.HOME_DIR / "stamps" / "static", digest([], *static_facts()))
    if stamp.holds() and (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return
    say("整理静态文件 / static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, stdout=StringIO())
    stamp.write()


def static_facts() -> list[str]:
    """Name each static file with its size and time: much cheaper than reading them all."""
    roots = [Path(config.path) / "static" for config in apps.get_app_configs()]
    roots += [Path(entry[1]) for entry in settings.STATICFILES_DIRS]
    facts = []
    for root in roots:
        for file in sorted(root.rglob("*")) if root.is_dir() else ():
            if file.is_file():
                state = file.stat()
                facts.append(f"{file}:{state.st_size}:{state.st_mtime_ns}")
    return facts
