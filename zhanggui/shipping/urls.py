from django.urls import path

from zhanggui.shipping.views import entry, files, parcels

app_name = "shipping"

urlpatterns = [
    path("", parcels.parcel_list, name="list"),
    path("waiting/", parcels.waiting_list, name="orders-without-number"),
    path("parcels/<int:pk>/", parcels.parcel_detail, name="parcel"),
    path("parcels/<int:pk>/correct/", parcels.correct_parcel, name="correct-parcel"),
    path("parcels/<int:pk>/take-back/", parcels.take_back, name="take-back-parcel"),
    path("orders/<int:pk>/parcel/", parcels.enter_parcel, name="enter-parcel"),
    path("tracking-entry/", entry.tracking_entry, name="tracking-entry"),
    path("tracking-entry/add/", entry.add_rows, name="add-rows"),
    path("tracking-entry/waiting/", entry.add_waiting, name="add-waiting"),
    path("tracking-entry/orders/", entry.add_orders, name="add-orders"),
    path("tracking-entry/undo/", entry.undo_scan, name="undo-scan"),
    path("tracking-entry/clear/", entry.clear_sheet, name="clear-sheet"),
    path("tracking-entry/enter/", entry.enter_sheet, name="enter-sheet"),
    path("tracking-entry/rows/<int:pk>/", entry.change_row, name="change-row"),
    path("tracking-entry/rows/<int:pk>/remove/", entry.remove_row, name="remove-row"),
    path("dispatch-files/", files.dispatch_files, name="dispatch-files"),
    path("dispatch-files/shops/<int:pk>/", files.make_file, name="make-file"),
    path("dispatch-files/<int:pk>/download/", files.download_file, name="download-file"),
    path("dispatch-files/<int:pk>/sent/", files.mark_sent, name="mark-sent"),
    path("templates/<int:pk>/", files.edit_template, name="edit-template"),
    path("templates/<int:pk>/preview/", files.preview_template, name="preview-template"),
]
