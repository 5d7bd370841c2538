"""`duixian manage ...`: management commands of Django, on this house's settings.

Writing migrations is done here: `duixian manage makemigrations ROOM`.
"""

from __future__ import annotations

import os


def run_words(words: list[str]) -> int:
    """Hand all words to Django; it ends the process itself on wrong use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duixian.config.settings")
    from django.core.management import ManagementUtility

    ManagementUtility(["duixian manage", *words]).execute()
    return 0
