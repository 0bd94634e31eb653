import django_filters
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import ProductLine
from zhanggui.inventory.models import Condition, Location, LocationKind, StockLevel


class LevelFilter(django_filters.FilterSet):  # type: ignore[misc]
    line = django_filters.ModelChoiceFilter(
        field_name="sku__product__line",
        queryset=ProductLine.objects.order_by("name"),
        label=_("Product line"),
    )
    location = django_filters.ModelChoiceFilter(
        queryset=Location.objects.filter(kind=LocationKind.STORAGE).order_by("name"),
        label=_("Place"),
    )
    condition = django_filters.ChoiceFilter(choices=Condition, label=_("Condition"))

    class Meta:
        model = StockLevel
        fields = ("line", "location", "condition")
