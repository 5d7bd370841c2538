"""What follows an entry happens once, can be seen, and can be switched off."""

from __future__ import annotations

import pytest

from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.cases.models import Case
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.viewing import viewing
from duixian.workflow import reactions
from duixian.workflow.models import Reaction, Switch
from tests.world import World, act, case_facts, make_world, on_day


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def filed(world: World) -> Done:
    done = do(act(FileCase, **case_facts()), by=world.jinghu.filing)
    assert isinstance(done, Done)
    return done


def test_a_filed_case_gets_an_officer_with_reasons_once(world: World) -> None:
    with on_day("2016-12-12"):
        done = filed(world)
        reactions.deliver(done.entry_id, world.jinghu.court.pk)
        again = reactions.deliver(done.entry_id, world.jinghu.court.pk)
    assert again == []
    with viewing(world.jinghu.director):
        case = Case.objects.get(pk=done.case_id)
        assert case.officer_id in {each.pk for each in world.jinghu.people["officer"]}
        assert Reaction.objects.filter(entry_id=done.entry_id, outcome="done").count() == 1


def test_a_court_can_switch_a_reaction_off(world: World) -> None:
    with on_day("2016-12-12"):
        with viewing(world.jinghu.director):
            Switch.objects.create(
                court=world.jinghu.court, name="assign_by_rule", reason="试行人工分案"
            )
        done = filed(world)
        made = reactions.deliver(done.entry_id, world.jinghu.court.pk)
    assert [each.outcome for each in made] == ["off"]
    with viewing(world.jinghu.director):
        assert Case.objects.get(pk=done.case_id).officer_id is None


def test_delivery_is_queued_in_the_act_s_own_transaction(world: World) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    with on_day("2016-12-12"):
        done = filed(world)
    job = ProcrastinateJob.objects.get(task_name="duixian.deliver_entry")
    assert job.args == {"entry_id": done.entry_id, "court_id": world.jinghu.court.pk}
