from django.db.models import Q, QuerySet

from zhanggui.service.models import ContactRecord


def search_records(records: QuerySet[ContactRecord], text: str) -> QuerySet[ContactRecord]:
    """Keep the records that hold the text, or are about the order or product of that number."""
    return records.filter(
        Q(text__icontains=text)
        | Q(answer__icontains=text)
        | Q(who__icontains=text)
        | Q(order__number=text)
        | Q(product__code__iexact=text)
    )
