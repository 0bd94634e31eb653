from django.urls import path

from zhanggui.appraisal import views

app_name = "appraisal"

urlpatterns = [
    path("", views.team, name="team"),
    path("mine/", views.mine, name="mine"),
    path("fill-in/", views.fill_in, name="fill-in"),
    path("forms/<int:pk>/", views.show_form, name="form"),
    path("forms/<int:pk>/rate/", views.rate, name="rate"),
    path("forms/<int:pk>/score/", views.score, name="score"),
    path("forms/<int:pk>/send-back/", views.send_back, name="send-back"),
    path("forms/<int:pk>/publish/", views.publish, name="publish"),
    path("forms/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("forms/<int:pk>/lines/<int:line_pk>/", views.show_evidence, name="evidence"),
]
