"""Duixian (兑现): carries a civil judgment from filing to money paid."""

__version__ = "0.1.0"
