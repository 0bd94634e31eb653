from django.urls import path

from zhanggui.catalog.views import lists, product

app_name = "catalog"

urlpatterns = [
    path("", lists.list_products, name="list"),
    path("sheet/", lists.download_sheet, name="sheet"),
    path("new/", product.add, name="add"),
    path("<int:pk>/", product.show, name="product"),
    path("<int:pk>/edit/", product.change, name="change"),
    path("<int:pk>/new-sku/", product.add_sku, name="add-sku"),
    path("skus/<int:pk>/edit/", product.change_sku, name="change-sku"),
    path("lines/", lists.list_lines, name="lines"),
    path("lines/new/", product.save_line, name="add-line"),
    path("lines/<int:pk>/edit/", product.save_line, name="change-line"),
]
