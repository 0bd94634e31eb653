from django.urls import path

from zhanggui.journal import views

app_name = "journal"

urlpatterns = [
    path("", views.list_entries, name="list"),
    path("<int:pk>/", views.show_entry, name="show"),
    path("<int:pk>/subject/", views.open_subject, name="open-subject"),
    path("outbox/", views.list_deliveries, name="outbox"),
    path("outbox/try-again/", views.try_again, name="try-again"),
]
