from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Site

from zhanggui.website.models import SitePage

# Who holds the tool may write drafts; publishing stays with those who may approve.
EDIT, PUBLISH = ("add", "change"), ("publish", "lock", "unlock")


@transaction.atomic
def grant_page_rights(*, editors: list[Group], publishers: list[Group]) -> None:
    """Give the groups of positions their rights on the site tree, and take all others away."""
    root = Site.objects.get(is_default_site=True).root_page
    wanted = {(group.pk, verb) for group in [*editors, *publishers] for verb in EDIT}
    wanted |= {(group.pk, verb) for group in publishers for verb in PUBLISH}
    permissions = {
        verb: Permission.objects.get(
            content_type__app_label="website", codename=f"{verb}_{SitePage._meta.model_name}"
        )
        for verb in (*EDIT, *PUBLISH)
    }
    GroupPagePermission.objects.filter(page=root).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group_id=group, page=root, permission=permissions[verb])
        for group, verb in sorted(wanted)
    )
