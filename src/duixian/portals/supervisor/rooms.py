"""The rooms by their Chinese names, for pages drawn from the catalogue."""

from __future__ import annotations

from django.apps import apps

from duixian.contexts.record.acts import Act


def room_of(act: type[Act]) -> str:
    """The room whose module defines an act."""
    return act.__module__.split(".")[2]


def room_title(room: str) -> str:
    return str(apps.get_app_config(room).verbose_name)
