from django.apps import AppConfig


class DisposalConfig(AppConfig):
    name = "duixian.contexts.disposal"
    label = "disposal"
    verbose_name = "财产处置"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.disposal import (
            acts_agency,
            acts_appraisal,
            acts_auction,
            acts_end,
            acts_objection,
            acts_price,
            acts_result,
            forfeiting,
            queries,
            sale_payments,
        )
        from duixian.contexts.ledger import sale_payments as seam

        rooms = (acts_agency, acts_price, acts_appraisal, acts_objection)
        assert all((*rooms, acts_auction, acts_result, acts_end))
        seam.identify = sale_payments.identify
        seam.booked = forfeiting.booked
        seam.waiting = queries.references_waiting
