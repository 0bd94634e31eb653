"""The command line of an installation: `zhanggui up`, `zhanggui backup`, …

In a checkout `./zg` makes the environment ready and then comes here.
"""

import os
import sys
from collections.abc import Sequence

from zhanggui.config.machine import troubles
from zhanggui.config.machine.arguments import parse
from zhanggui.config.machine.dispatch import perform
from zhanggui.config.machine.say import Trouble, plain
from zhanggui.config.machine.tree import end_with_parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; known trouble becomes a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings")
    end_with_parent()
    command, options, rest = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return perform(command, options, rest)
    except Trouble as trouble:
        print(trouble.text(), file=sys.stderr)  # noqa: T201
    except KeyboardInterrupt:
        plain("\n已停止 / stopped")
        return 130
    except Exception as error:
        known = troubles.from_error(error)
        if known is None:
            raise
        print(known.text(), file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
