from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps

# What an app declares at start, in the order of need: nothing is found by string at run time.
DECLARATIONS = (
    "permissions",
    "actions",
    "tools",
    "metrics",
    "queues",
    "targets",
    "jobs",
    "search",
    "panels",
    "documents",
    "notices",
    "handlers",
)


class CoreConfig(AppConfig):
    name = "zhanggui.core"

    def ready(self) -> None:
        """Load what our apps declare: permissions, actions, tools, indicators, queues, handlers."""
        ours = [app.name for app in apps.get_app_configs() if app.name.startswith("zhanggui.")]
        for module in DECLARATIONS:
            for app in ours:
                if find_spec(f"{app}.{module}"):
                    import_module(f"{app}.{module}")
