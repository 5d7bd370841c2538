"""The house's settings on a data folder of this test run; never the user's own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Set by the process that started the run; workers of pytest-xdist inherit it.
if "DUIXIAN_TEST_RUN" not in os.environ:
    run = tempfile.mkdtemp(prefix="duixian-test-")
    Path(run).chmod(0o711)
    os.environ["DUIXIAN_TEST_RUN"] = run
    os.environ["DUIXIAN_TEST_PID"] = str(os.getpid())

    @atexit.register
    def remove_run() -> None:
        """Unless a keeper holds a server there, who removes it with the server."""
        if not Path(run, "kept").exists():
            shutil.rmtree(run, ignore_errors=True)


os.environ["DUIXIAN_DATA"] = str(Path(os.environ["DUIXIAN_TEST_RUN"]) / "data")
for name in ("DUIXIAN_DATABASE_APP", "DUIXIAN_DATABASE_OWNER", "DUIXIAN_TODAY", "DUIXIAN_HOSTS"):
    os.environ.pop(name, None)

from duixian.config.settings import *  # noqa: E402, F403

# Real hashing would cost a fifth of a second for each person a test makes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
