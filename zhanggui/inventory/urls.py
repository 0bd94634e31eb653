from django.urls import path

from zhanggui.inventory import views

app_name = "inventory"

urlpatterns = [
    path("", views.list_stock, name="list"),
    path("skus/<int:pk>/", views.show_sku, name="sku"),
    path("proofs/", views.list_proofs, name="proofs"),
    path("proofs/run/", views.prove_now, name="prove"),
]
