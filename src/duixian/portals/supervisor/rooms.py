"""The rooms by their names, for pages drawn from the catalogue."""

from __future__ import annotations

from itertools import groupby

from django.apps import apps
from django.utils.translation import gettext as _

from duixian.contexts.record.acts import Act, catalogue


def room_of(act: type[Act]) -> str:
    """The room whose module defines an act."""
    return act.__module__.split(".")[2]


def room_title(room: str) -> str:
    return _(str(apps.get_app_config(room).verbose_name))


def by_room() -> list[tuple[str, list[type[Act]]]]:
    """Each room with its acts once, in the order of the house."""
    order = {config.label: place for place, config in enumerate(apps.get_app_configs())}
    acts = sorted(catalogue, key=lambda act: order[room_of(act)])
    return [(room, list(found)) for room, found in groupby(acts, key=room_of)]
