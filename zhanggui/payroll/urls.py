from django.urls import path

from zhanggui.payroll import views

app_name = "payroll"

urlpatterns = [
    path("", views.list_runs, name="runs"),
    path("prepare/", views.prepare, name="prepare"),
    path("runs/<int:pk>/", views.show_run, name="run"),
    path("runs/<int:pk>/approve/", views.approve, name="approve"),
    path("schemes/<int:pk>/confirm/", views.confirm_scheme, name="confirm-scheme"),
    path("terms/", views.list_terms, name="terms"),
    path("terms/set/", views.set_terms, name="set-terms"),
    path("mine/", views.mine, name="mine"),
    path("slips/<int:pk>/", views.show_slip, name="slip"),
]
