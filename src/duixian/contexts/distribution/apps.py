from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "duixian.contexts.distribution"
    label = "distribution"
    verbose_name = "分配与发放"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.distribution import acts, acts_bank, acts_buyer, acts_plan

        assert all((acts, acts_bank, acts_buyer, acts_plan))
