from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "duixian.contexts.measures"
    label = "measures"
    verbose_name = "控制措施"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.measures import acts_control, acts_course, acts_levy, acts_receipt

        assert acts_control and acts_course and acts_levy and acts_receipt
