from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "duixian.contexts.ledger"
    label = "ledger"
    verbose_name = "案款"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.ledger import acts, acts_bank, acts_receipt, court_accounts, queries
        from duixian.contexts.measures import court_account

        assert acts and acts_bank and acts_receipt
        court_account.of_case = court_accounts.of_case
        court_account.levied_received = queries.levied_received
