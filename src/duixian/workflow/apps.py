from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "duixian.workflow"
    label = "workflow"
    verbose_name = "流程"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from duixian.contexts.record import hooks
        from duixian.workflow import reactions, warnings

        assert warnings  # its rules stand in the same table

        hooks.wanted_by_workflow.update(reactions.heard_codes())
