from django.urls import path

from zhanggui.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.list_jobs, name="list"),
    path("schedules/", views.list_schedules, name="schedules"),
    path("schedules/<str:code>/run/", views.run_schedule, name="run-schedule"),
    path("<int:pk>/", views.show_job, name="show"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("<int:pk>/<str:which>/", views.download, name="download"),
]
