from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "duixian.contexts.assets"
    label = "assets"
    verbose_name = "财产"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.assets import (
            acts_answer,
            acts_declaration,
            acts_inquiry,
            acts_lead,
            acts_register,
            acts_set_aside,
            acts_survey,
        )

        assert acts_answer and acts_declaration and acts_inquiry
        assert acts_lead and acts_register and acts_set_aside and acts_survey
