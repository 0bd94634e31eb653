from django.urls import path

from zhanggui.orders.views import acts, detail, lists

app_name = "orders"

urlpatterns = [
    path("", lists.list_orders, name="list"),
    path("new/", acts.enter_order, name="enter"),
    path("clear-holds/", acts.clear_many, name="clear-many"),
    path("<int:pk>/", detail.show_order, name="detail"),
    path("<int:pk>/hold/", acts.hold_order, name="hold"),
    path("holds/", lists.list_holds, name="holds"),
    path("holds/clear/", acts.clear_holds, name="clear-holds"),
    path("holds/<int:pk>/clear/", acts.clear_hold, name="clear-hold"),
    path("holds/<int:pk>/match/", acts.match_code, name="match-code"),
]
