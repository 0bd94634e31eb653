from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

TOOL = "catalog/products"
PRODUCT_ADDED = declare("catalog.product_added", _("Added the product"), tool=TOOL)
PRODUCT_CHANGED = declare("catalog.product_changed", _("Changed the product"), tool=TOOL)
LINE_CHANGED = declare("catalog.line_changed", _("Changed the product line"), tool="catalog/lines")
