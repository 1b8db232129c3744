"""A question goes one way and its answer the other, both with the clock of the agreement."""

from datetime import timedelta

import pytest
from tests.conftest import NOW, make_officer, make_report
from tests.unit.services.exchange import carry, linked, make_agreement
from tests.unit.services.test_releases import BASIS, LOW

from tansiq.domain.access import Role
from tansiq.domain.agreement import Clocks
from tansiq.domain.errors import ConflictError, ForbiddenError, NotFoundError
from tansiq.domain.label import Label, Level
from tansiq.domain.request import Outcome, Standing, Urgency
from tansiq.federation.items import Lane
from tansiq.services import releases, reports, requests
from tansiq.services.releases import Asked
from tansiq.services.reports import Draft
from tansiq.services.requests import Answer, Question

OURS, THEIRS = make_officer(), make_officer(state="TN")
BACK = Label(policy="TN-national", level=Level.RESTRICTED, releasable_to=("DZ",))


@pytest.fixture
def pair(tmp_path):
    agreement = make_agreement("DZ", "TN", clocks=Clocks(urgent=2, ordinary=10))
    return linked("DZ", "TN", folder=tmp_path, agreement=agreement)


def asked(dz, *, urgency=Urgency.ORDINARY, officer=OURS, **changes):
    question = Question(**{"to": "TN", "text": "Who drove it?", "urgency": urgency, "label": LOW, **changes})
    with dz.database.write() as tx:
        return requests.ask(tx, officer, question, now=dz.now)[0]


def replied(tn, request, *, outcome=Outcome.ANSWERED, officer=THEIRS, label=BACK):
    answer = Answer(request=request.id, outcome=outcome, text="A man of the oasis.", label=label)
    with tn.database.write() as tx:
        return requests.reply(tx, officer, answer, now=tn.now)[0]


def viewed(peer, officer, request):
    with peer.database.read() as tx:
        return requests.view(tx, officer, request.id)


def test_a_question_and_its_answer_are_at_both(pair):
    dz, tn = pair
    request = asked(dz)
    carry(dz, tn)
    assert viewed(tn, THEIRS, request).record == request
    tn.now = dz.now = NOW + timedelta(hours=3)
    reply = replied(tn, request)
    carry(dz, tn)
    found = viewed(dz, OURS, request)
    assert found.replies == (reply,)
    assert found.clock.standing(dz.now) is Standing.ANSWERED
    assert found.clock.answered_at == dz.now
    assert viewed(tn, THEIRS, request).clock.answered_at == tn.now


def test_the_clock_is_the_agreements_and_an_urgent_one_goes_in_the_urgent_lane(pair):
    dz, tn = pair
    assert asked(dz).body.due_at == NOW + timedelta(hours=10)
    assert asked(dz, urgency=Urgency.URGENT).body.due_at == NOW + timedelta(hours=2)
    assert (dz.lane(tn, Lane.URGENT).posted, dz.lane(tn).posted) == (1, 1)


def test_a_refusal_is_an_answer_too(pair):
    dz, tn = pair
    request = asked(dz)
    carry(dz, tn)
    replied(tn, request, outcome=Outcome.REFUSED)
    carry(dz, tn)
    assert viewed(dz, OURS, request).replies[0].body.outcome is Outcome.REFUSED


def test_nobody_replies_to_a_question_of_their_own_or_to_one_that_is_not_there(pair):
    dz, tn = pair
    request = asked(dz)
    with pytest.raises(ConflictError):
        replied(dz, request, officer=OURS)
    with pytest.raises(NotFoundError):
        replied(tn, request)


def test_a_question_that_no_agreement_lets_go_is_not_kept(pair):
    dz, _ = pair
    with pytest.raises(ConflictError) as caught:
        asked(dz, to="LY")
    assert caught.value.why == "not_released unknown"
    with dz.database.read() as tx:
        assert requests.listed(tx, OURS) == []


def test_a_label_that_is_not_releasable_to_the_asked_state_stops_the_question(pair):
    dz, _ = pair
    with pytest.raises(ConflictError) as caught:
        asked(dz, label=Label(policy="DZ-national", level=Level.RESTRICTED))
    assert caught.value.why == "not_released not_releasable"
    with dz.database.read() as tx:
        assert requests.listed(tx, OURS) == []


def test_a_report_answers_a_question_once_the_asker_has_it(pair):
    dz, tn = pair
    request = asked(dz)
    carry(dz, tn)
    with tn.database.write() as tx:
        body = make_report(BACK, state="TN", answers=request.id).body
        report = reports.write(tx, THEIRS, Draft(body=body, basis=BASIS), now=tn.now)
    assert viewed(tn, THEIRS, request).clock.answered_at is None
    with tn.database.write() as tx:
        releases.release(tx, THEIRS, Asked(record=report.id, seen=1, partner="DZ"), now=tn.now)
    carry(dz, tn)
    found = viewed(dz, OURS, request)
    assert found.reports == (report,)
    assert found.clock.answered_at == dz.now


def test_a_question_about_a_notice_is_found_from_it(pair):
    dz, tn = pair
    notice = dz.issue("Zoubir Nejmaoui")
    carry(dz, tn)
    request = asked(dz, about=(notice.id,))
    carry(dz, tn)
    with tn.database.read() as tx:
        assert [p.record.id for p in requests.about(tx, THEIRS, notice.id)] == [request.id]


def test_real_answer_times_are_told_of_both_directions(pair):
    dz, tn = pair
    for hours in (1, 3, 12):
        dz.now = tn.now = dz.now + timedelta(days=1)
        request = asked(dz)
        carry(dz, tn)
        dz.now = tn.now = dz.now + timedelta(hours=hours)
        replied(tn, request)
        carry(dz, tn)
    with dz.database.read() as tx:
        found = requests.figures(requests.listed(tx, OURS), to="TN")
        assert requests.figures(requests.listed(tx, OURS), to="DZ") is None
    assert found is not None
    assert (found.count, found.in_time) == (3, 2)
    assert (found.median, found.p90) == (timedelta(hours=3), timedelta(hours=12))


def test_a_registrar_reads_questions_and_asks_none(pair):
    dz, _ = pair
    request, registrar = asked(dz), make_officer(Role.REGISTRY_OFFICER)
    assert viewed(dz, registrar, request).record == request
    with pytest.raises(ForbiddenError):
        asked(dz, officer=registrar)
