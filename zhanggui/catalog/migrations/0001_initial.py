import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=50, unique=True, verbose_name="name")),
            ],
            options={
                "verbose_name": "product line",
                "verbose_name_plural": "product lines",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, unique=True, verbose_name="product code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("APPROVED", "On sale"),
                            ("PHASE_OUT", "Phasing out"),
                            ("ARCHIVED", "Archived"),
                        ],
                        default="APPROVED",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "picture",
                    models.FileField(blank=True, upload_to="products/", verbose_name="picture"),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="catalog.productline",
                        verbose_name="line",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "permissions": (("import_product", "Import products"),),
            },
        ),
        migrations.CreateModel(
            name="Sku",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "merchant_code",
                    models.CharField(max_length=64, unique=True, verbose_name="merchant code"),
                ),
                (
                    "barcode",
                    models.CharField(
                        blank=True, max_length=20, null=True, unique=True, verbose_name="barcode"
                    ),
                ),
                (
                    "spec",
                    models.CharField(blank=True, max_length=120, verbose_name="specification"),
                ),
                ("unit", models.CharField(default="件", max_length=10, verbose_name="unit")),
                ("price_fen", models.BigIntegerField(default=0, verbose_name="list price (fen)")),
                ("cost_fen", models.BigIntegerField(default=0, verbose_name="cost (fen)")),
                ("weight_g", models.PositiveIntegerField(default=0, verbose_name="weight (g)")),
                (
                    "vat_bp",
                    models.PositiveSmallIntegerField(default=1300, verbose_name="VAT rate (bp)"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skus",
                        to="catalog.product",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="on sale")),
            ],
            options={
                "verbose_name": "SKU",
                "verbose_name_plural": "SKU",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cost_fen__gte", 0), ("price_fen__gte", 0)),
                        name="sku_money_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="when")),
                ("changes", models.JSONField(default=dict)),
                ("import_id", models.BigIntegerField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="catalog.product",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="revisions",
                        to="catalog.sku",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "indexes": [models.Index(fields=["product", "-id"], name="revision_by_product")],
            },
        ),
    ]
