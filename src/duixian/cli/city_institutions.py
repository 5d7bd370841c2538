"""`duixian city institutions`: the city's banks and registries as servers of their own."""

from __future__ import annotations

from duixian.city.institutions.running import add_arguments, run

__all__ = ["add_arguments", "run"]
