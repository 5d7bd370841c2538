"""No table differs from its migrations."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_was_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"duixian manage makemigrations:\n{capsys.readouterr().out}")
