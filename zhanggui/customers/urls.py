from django.urls import path

from zhanggui.customers import views

app_name = "customers"

urlpatterns = [
    path("", views.list_customers, name="list"),
    path("<int:pk>/", views.show_customer, name="detail"),
    path("contacts/<int:pk>/reveal/", views.reveal, name="reveal"),
]
