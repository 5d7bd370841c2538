from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "duixian.contexts.record"
    label = "record"
    verbose_name = "案卷与日志"
    default_auto_field = "django.db.models.BigAutoField"
