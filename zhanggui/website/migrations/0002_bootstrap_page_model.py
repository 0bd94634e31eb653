from django.db import migrations
from wagtail.models import (
    BootstrapLocaleField,
    BootstrapTranslatableModel,
    BootstrapTranslationKeyField,
)


class Migration(migrations.Migration):
    """Wagtail's own tables point at the page model, and it at theirs: it is made in two steps."""

    dependencies = [
        ("website", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        BootstrapLocaleField("website.SitePage"),
        BootstrapTranslationKeyField("website.SitePage"),
        BootstrapTranslatableModel("website.SitePage"),
    ]
