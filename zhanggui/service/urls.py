from django.urls import path

from zhanggui.service import views

app_name = "service"

urlpatterns = [
    path("messages/", views.list_messages, name="messages"),
    path("calls/", views.list_calls, name="calls"),
    path("feedback/", views.list_feedback, name="feedback"),
    path("page-faults/", views.list_page_faults, name="page-faults"),
    path("records/new/", views.add_record, name="add-record"),
    path("records/<int:pk>/", views.show_record, name="show-record"),
    path("records/<int:pk>/follow-up/", views.follow_up, name="follow-up"),
]
