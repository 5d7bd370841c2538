from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "duixian.jobs"
    label = "jobs"
    verbose_name = "后台任务"
