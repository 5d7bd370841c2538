from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "duixian.contexts.cases"
    label = "cases"
    verbose_name = "案件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.cases import acts_assignment, acts_course, acts_filing, acts_import

        assert acts_filing and acts_assignment and acts_course and acts_import
