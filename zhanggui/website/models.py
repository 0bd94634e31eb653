"""The company's own site: every page is a SitePage, with an owner and a review date."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import AbstractPage
from wagtail.models.pages import AbstractPageMeta

from zhanggui.catalog.models import Product, ProductLine, ProductState

# What the home page shows before a visitor asks for more.
PRODUCTS_ON_HOME = 24


class SitePage(AbstractPage):  # type: ignore[misc]
    """The base of every page: who answers for it, how it is found, when to look at it again."""

    seo_title = models.CharField(_("search title"), max_length=255, blank=True)
    search_description = models.TextField(_("search description"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=255, blank=True)
    show_in_menus = models.BooleanField(_("show in menus"), default=False)
    owner_position = models.ForeignKey(
        "org.Position",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner position"),
    )
    campaign_code = models.CharField(_("campaign code"), max_length=40, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)

    promote_panels = [
        FieldPanel("slug"),
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("keywords")],
            heading=_("For search engines"),
        ),
        FieldPanel("show_in_menus"),
        MultiFieldPanel(
            [FieldPanel("owner_position"), FieldPanel("review_by"), FieldPanel("campaign_code")],
            heading=_("Upkeep"),
        ),
    ]

    class Meta(AbstractPageMeta):  # type: ignore[misc]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"


class HomePage(SitePage):
    """What a visitor sees first: who the company is and what it makes."""

    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "link", "ul"])
    phone = models.CharField(_("phone line"), max_length=30, blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("tagline"),
        FieldPanel("introduction"),
        FieldPanel("phone"),
    ]
    template = "website/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        lines = ProductLine.objects.filter(products__state=ProductState.APPROVED)
        chosen = request.GET.get("line", "")
        products = Product.objects.filter(state=ProductState.APPROVED).select_related("line")
        if chosen:
            products = products.filter(line__code=chosen)
        context["lines"] = lines.distinct().order_by("name", "pk")
        context["chosen_line"] = chosen
        context["products"] = products.annotate(from_fen=models.Min("skus__price_fen")).order_by(
            "code"
        )[:PRODUCTS_ON_HOME]
        return context
