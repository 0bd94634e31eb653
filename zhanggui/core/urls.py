from django.urls import path

from zhanggui.core import views

app_name = "core"

urlpatterns = [
    path("ui/", views.show_components, name="show-components"),
    path("ui/act/", views.act_on_specimens, name="act-on-specimens"),
    path("ui/progress/", views.show_progress, name="show-progress"),
    path("help/", views.read_help, name="help-index"),
    path("help/<slug:slug>/", views.read_help, name="read-help"),
]
