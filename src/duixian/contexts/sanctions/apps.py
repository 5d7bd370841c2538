from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    name = "duixian.contexts.sanctions"
    label = "sanctions"
    verbose_name = "惩戒"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.sanctions import acts, acts_misconduct

        assert acts and acts_misconduct
