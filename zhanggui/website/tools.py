from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare

declare(
    Tool(
        code="website",
        label=_("Website"),
        url_name="wagtailadmin_home",
        permission="wagtailadmin.access_admin",
        section=_("Site"),
        help="website",
    )
)
