from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "duixian.contexts.statistics"
    label = "statistics"
    verbose_name = "统计"
