from django.urls import path

from zhanggui.planning import views

app_name = "planning"

urlpatterns = [
    path("targets/", views.list_targets, name="targets"),
    path("targets/set/", views.set_target, name="set-target"),
]
