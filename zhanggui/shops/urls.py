from django.urls import path

from zhanggui.shops import views

app_name = "shops"

urlpatterns = [
    path("", views.list_shops, name="list"),
    path("new/", views.add, name="add"),
    path("<int:pk>/", views.show, name="detail"),
    path("<int:pk>/edit/", views.change, name="change"),
]
