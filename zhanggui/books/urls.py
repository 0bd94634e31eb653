from django.urls import path

from zhanggui.books.views import days, entries, vouchers

app_name = "books"

urlpatterns = [
    path("", vouchers.voucher_list, name="list"),
    path("entries/", entries.entries, name="entries"),
    path("entries/post/", entries.post_sales, name="post-sales"),
    path("entries/<int:pk>/", entries.sale, name="sale"),
    path("vouchers/<int:pk>/", vouchers.voucher_detail, name="voucher"),
    path("vouchers/<int:pk>/reverse/", vouchers.reverse_voucher, name="reverse-voucher"),
    path("days/", days.days, name="days"),
    path("days/<int:pk>/<str:day>/", days.day, name="day"),
    path("days/<int:pk>/<str:day>/sign/", days.sign_day, name="sign-day"),
    path("months/<str:month>/close/", days.close_period, name="close-period"),
    path("months/<str:month>/reopen/", days.reopen_period, name="reopen-period"),
    path("exports/", vouchers.exports, name="exports"),
    path("exports/make/", vouchers.make_export, name="make-export"),
    path("exports/<int:pk>/download/", vouchers.download_export, name="download-export"),
]
