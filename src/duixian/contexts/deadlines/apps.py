from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "duixian.contexts.deadlines"
    label = "deadlines"
    verbose_name = "期限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.deadlines import acts, listening
        from duixian.contexts.record import hooks

        assert acts
        if listening.hear not in hooks.listeners:
            hooks.listeners.append(listening.hear)
