from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with the product library."""

    VIEW = "catalog.view_product"
    ADD = "catalog.add_product"
    CHANGE = "catalog.change_product"
    IMPORT = "catalog.import_product"
    SHAPE_LINES = "catalog.change_productline"
