"""Which text of a provision was in force on a day (条文的版本)."""

from __future__ import annotations

from datetime import date

from duixian.kernel.citation import Citation
from duixian.kernel.findings import Finding, Step
from duixian.law.texts import citation, provisions
from duixian.law.versions import rule


@rule
def version(*, subject: str, on: date) -> Finding[Citation]:
    """The document, article and days in force of a provision as it stood on a day.

    Refuses with `law.unknown_provision` or `law.provision_not_in_force`.
    """
    found = citation(subject, on=on)
    provision = provisions()[subject]
    history = "；".join(
        f"{each.in_force_from} 起 {each.document}{each.article}" for _, each in provision.versions
    )
    until = found.in_force_to.isoformat() if found.in_force_to else "现行"
    step = Step(
        provision.title,
        history,
        {"日期": on.isoformat(), "自": found.in_force_from.isoformat(), "至": until},
        str(found),
        (subject,),
    )
    return Finding(found, (step,), (found,))
