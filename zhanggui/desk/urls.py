from django.urls import path

from zhanggui.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.show_desk, name="home"),
    path("month/", views.show_month, name="month"),
    path("rail/", views.show_rail, name="rail"),
    path("search/", views.search, name="search"),
    path("act-as/", views.act_as, name="act-as"),
    path("presence/", views.set_presence, name="set-presence"),
    path("notices/", views.list_notices, name="notices"),
    path("notices/read/", views.mark_read, name="mark-read"),
    path("notices/<int:pk>/", views.open_notice, name="open-notice"),
    path("views/save/", views.save_view, name="save-view"),
    path("views/columns/", views.choose_columns, name="choose-columns"),
    path("views/<int:pk>/delete/", views.delete_view, name="delete-view"),
    path("figures/<str:code>/", views.show_evidence, name="show-evidence"),
]
