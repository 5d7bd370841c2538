from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "duixian.contexts.documents"
    label = "documents"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.documents import acts, acts_service, issuing
        from duixian.contexts.record import hooks

        assert acts and acts_service
        hooks.issue_document = issuing.issue
