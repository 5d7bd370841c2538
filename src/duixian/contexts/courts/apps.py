from django.apps import AppConfig


class CourtsConfig(AppConfig):
    name = "duixian.contexts.courts"
    label = "courts"
    verbose_name = "法院与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.courts import acts, founding, queries
        from duixian.contexts.record import hooks

        hooks.actor_of = queries.actor_of
        assert acts and founding  # importing it enters its acts in the catalogue
