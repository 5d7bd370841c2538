"""The portals: what people see, by audience, from one kit of components."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "duixian.portals"
    label = "portals"
    verbose_name = "兑现"
