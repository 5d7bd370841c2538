from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "duixian.contexts.ledger"
    label = "ledger"
    verbose_name = "案款"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.ledger import acts

        assert acts
