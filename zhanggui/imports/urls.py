from django.urls import path

from zhanggui.imports.views import session, starting

app_name = "imports"

urlpatterns = [
    path("", starting.list_sessions, name="list"),
    path("new/", starting.start, name="start"),
    path("template/<str:code>/<slug:sheet>/", starting.download_template, name="template"),
    path("<int:pk>/", session.show, name="detail"),
    path("<int:pk>/progress/", session.show_progress, name="progress"),
    path("<int:pk>/columns/", session.choose_columns, name="columns"),
    path("<int:pk>/commit/", session.commit, name="commit"),
    path("<int:pk>/go-on/", session.go_on, name="go-on"),
    path("<int:pk>/cancel/", session.cancel, name="cancel"),
    path("<int:pk>/undo/", session.undo, name="undo"),
    path("files/<int:pk>/", session.download_original, name="original"),
    path("files/<int:pk>/refused/", session.download_refused, name="refused"),
]
