"""Zhanggui 掌柜: the online-sales department that runs itself."""

__version__ = "0.1.0"
