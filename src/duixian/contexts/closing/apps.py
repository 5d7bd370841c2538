from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "duixian.contexts.closing"
    label = "closing"
    verbose_name = "结案"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.closing import acts_class, acts_closing, acts_termination

        assert acts_class and acts_closing and acts_termination
