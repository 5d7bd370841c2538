"""Every act of property and control can be shown as a form and described in the API."""

from __future__ import annotations

import pytest

from duixian.contexts.record.acts import Act, catalogue
from duixian.law.texts import provisions

OURS = [act for act in catalogue if act.code.startswith(("assets.", "measures."))]


@pytest.mark.parametrize("act", OURS, ids=lambda act: act.code)
def test_an_act_describes_itself_whole(act: type[Act]) -> None:
    schema = act.model_json_schema()
    missing = [name for name, field in act.model_fields.items() if not field.title]
    assert not missing, "every fact has a Chinese label"
    assert schema["properties"]
    assert act.title_en and act.__doc__
    assert set(act.under) <= set(provisions())
