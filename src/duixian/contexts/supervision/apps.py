from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "duixian.contexts.supervision"
    label = "supervision"
    verbose_name = "监督"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.supervision import acts_instruction, acts_setting, acts_warning

        assert acts_instruction and acts_setting and acts_warning
