from django.db import migrations


def put_home_page(apps, schema_editor):
    """Make the site's root a HomePage, in place of the plain page that Wagtail starts with."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    SitePage = apps.get_model("website", "SitePage")
    HomePage = apps.get_model("website", "HomePage")
    Site = apps.get_model("wagtailcore", "Site")
    plain = SitePage.objects.get(depth=2, slug="home")
    content_type, _ = ContentType.objects.get_or_create(app_label="website", model="homepage")
    plain.content_type_id = content_type.pk
    plain.title = plain.draft_title = "掌柜"
    plain.save(update_fields=["content_type", "title", "draft_title"])
    home = HomePage(sitepage_ptr_id=plain.pk)
    home.__dict__.update({k: v for k, v in plain.__dict__.items() if not k.startswith("_")})
    home.save()
    Site.objects.filter(is_default_site=True).update(site_name="掌柜")


def put_plain_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    SitePage = apps.get_model("website", "SitePage")
    HomePage = apps.get_model("website", "HomePage")
    content_type = ContentType.objects.get(app_label="website", model="sitepage")
    for home in HomePage.objects.all():
        SitePage.objects.filter(pk=home.pk).update(content_type_id=content_type.pk)
        home.delete(keep_parents=True)


class Migration(migrations.Migration):
    dependencies = [("website", "0004_home_page")]

    operations = [migrations.RunPython(put_home_page, put_plain_page)]
