"""The web process."""

import argparse
import sys
from typing import Any

import django
import uvicorn
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import resolve

from zhanggui.config.env import env_list


def perform(options: argparse.Namespace) -> int:
    """Serve pages and sockets on one port until told to stop."""
    django.setup()
    resolve("/accounts/login/")  # loads every screen's code
    # Loading and the parent's work on the database go on side by side until here; no line
    # means that the parent ended before it said so.
    if options.wait and not sys.stdin.readline():
        return 1
    # Loading may have asked for static files that the parent has collected only since.
    files: Any = staticfiles_storage
    files.hashed_files, files.manifest_hash = files.load_manifest()
    uvicorn.run(
        "zhanggui.config.asgi:application",
        host=options.host,
        port=options.port,
        lifespan="off",  # the websocket router refuses it
        log_config=None,  # settings.LOGGING is for the server too
        access_log=False,
        server_header=False,
        forwarded_allow_ips=",".join(env_list("ZG_TRUSTED_PROXIES", ("127.0.0.1",))),
        timeout_graceful_shutdown=5,
    )
    return 0
