"""One port: pages by WSGI in a small thread pool (persistent connections), sockets by Channels."""

import os

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings")
pages = WSGIMiddleware(
    get_wsgi_application(),  # type: ignore[arg-type]  # stubs disagree about start_response
    workers=int(os.environ.get("ZG_HTTP_THREADS", "4")),
)

# Consumers import models, so the routes come after Django is set up.
from zhanggui.config.sockets import websocket_urlpatterns  # noqa: E402

sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))


async def application(scope, receive, send):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Route one connection by its kind."""
    if scope["type"] == "websocket":
        await sockets(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
