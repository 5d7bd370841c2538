"""What the database itself refuses: rewriting the record, and rows of another court.

`apply` runs as the owner after migrations. It derives everything from the models, so that a new
table is protected by existing: a table with `court_id` gets row-level security; a model marked
`append_only` gets a trigger and no right to update, delete or truncate. The application role owns
nothing.
"""

from __future__ import annotations

from hashlib import sha256

from django.apps import apps
from django.db import connections, models

APPLICATION_ROLE = "duixian_app"
VISIBLE = "court_id = ANY (string_to_array(current_setting('duixian.courts', true), ',')::bigint[])"

_FORBID = """
CREATE OR REPLACE FUNCTION record_forbid_rewriting() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the record is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$
"""


def house_models() -> list[type[models.Model]]:
    """The models of our rooms, in order of installation."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("duixian.") and model._meta.managed
    ]


def has_court(model: type[models.Model]) -> bool:
    return any(field.column == "court_id" for field in model._meta.concrete_fields)


def is_shared(model: type[models.Model]) -> bool:
    """Tables everyone in every court may read (court tree, staff); must say so themselves."""
    return bool(getattr(model, "shared_by_courts", False))


def is_append_only(model: type[models.Model]) -> bool:
    return bool(getattr(model, "append_only", False))


def statements(application_role: str = APPLICATION_ROLE) -> list[str]:
    """Everything `apply` runs, in order."""
    wanted = [_FORBID]
    quoted = f'"{application_role}"'
    wanted.append(f"GRANT USAGE ON SCHEMA public TO {quoted}")
    wanted.append(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"
    )
    wanted.append(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
    wanted.append(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {quoted}")
    wanted.append(f"REVOKE ALL ON django_migrations FROM {quoted}")
    wanted.append(f"GRANT SELECT ON django_migrations TO {quoted}")
    for model in house_models():
        table = model._meta.db_table
        if has_court(model) and not is_shared(model):
            wanted += [
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
                f'DROP POLICY IF EXISTS court_visible ON "{table}"',
                f'CREATE POLICY court_visible ON "{table}" TO {quoted} '
                f"USING ({VISIBLE}) WITH CHECK ({VISIBLE})",
            ]
        if is_append_only(model):
            wanted += [
                f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {quoted}',
                f'DROP TRIGGER IF EXISTS append_only_rows ON "{table}"',
                f'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION record_forbid_rewriting()",
                f'DROP TRIGGER IF EXISTS append_only_table ON "{table}"',
                f'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION record_forbid_rewriting()",
            ]
        elif not getattr(model, "deletable", False):
            wanted.append(f'REVOKE DELETE, TRUNCATE ON "{table}" FROM {quoted}')
    return wanted


def fingerprint(application_role: str = APPLICATION_ROLE) -> str:
    """Changes when the protection would; `up` skips applying it otherwise."""
    return sha256("\n".join(statements(application_role)).encode()).hexdigest()


def apply(application_role: str = APPLICATION_ROLE, using: str = "owner") -> None:
    """Lay the protection over all tables. `using` names the owner's connection."""
    with connections[using].cursor() as cursor:
        for statement in statements(application_role):
            cursor.execute(statement)
