"""Releases between two nodes: what was seen to go is what arrives, and nothing else; it can be called back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id, make_officer, make_report
from tests.unit.services.exchange import carry, linked, make_agreement

from tansiq.domain.access import Role
from tansiq.domain.agreement import NotAgreed
from tansiq.domain.approval import Step
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Basis
from tansiq.domain.release import RecallReason, Stays
from tansiq.domain.report import Paragraph, Subject
from tansiq.services import approvals, releases, reports
from tansiq.services.approvals import Decision
from tansiq.services.approved_acts import PERFORMERS
from tansiq.services.releases import Asked
from tansiq.services.reports import Draft
from tansiq.storage.holdings import HoldingState

LOW = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("TN",))
HOME = replace(LOW, releasable_to=())
ANALYST, REGISTRAR = make_officer(), make_officer(Role.REGISTRY_OFFICER)
BASIS = Basis(authority="Blue Oasis desk", reference="7/2026")


@pytest.fixture
def pair(tmp_path):
    return linked("DZ", "TN", folder=tmp_path)


def written(dz, *labels, **changes):
    with dz.database.write() as tx:
        return reports.write(tx, ANALYST, Draft(body=make_report(*labels, **changes).body, basis=BASIS), now=dz.now)


def released(dz, record, *, officer=ANALYST, reason="", partner="TN"):
    with dz.database.write() as tx:
        asked = Asked(record=record.id, seen=record.version, partner=partner, reason=reason)
        return releases.release(tx, officer, asked, now=dz.now)


def previewed(dz, record, officer=ANALYST, partner="TN"):
    with dz.database.read() as tx:
        return releases.preview(tx, officer, record, partner, now=dz.now)


def read(peer, record):
    with peer.database.read() as tx:
        return tx.records.get(record.id)


def test_a_report_arrives_without_the_paragraph_that_stays(pair):
    dz, tn = pair
    record = written(dz, LOW, HOME, LOW)
    assert released(dz, record) is None
    carry(dz, tn)
    there = read(tn, record)
    assert [one.text for one in there.body.paragraphs] == ["Paragraph 1.", "Paragraph 3."]
    assert (there.version, there.label.releasable_to) == (1, ("TN",))
    assert dz.copy(record, tn).state is HoldingState.HELD
    assert Act.RECORD_RECEIVED in tn.acts()
    assert Act.RECORD_RELEASED in dz.acts()


def test_what_the_partner_has_is_what_the_preview_showed_and_nothing_of_what_stays(pair):
    dz, tn = pair
    record = written(dz, LOW, HOME)
    found = previewed(dz, record)
    released(dz, record)
    carry(dz, tn)
    assert found.plan is not None
    assert found.plan.outgoing == read(tn, record)
    assert read(dz, record) == record


def test_both_sides_agree_on_the_digest_of_what_they_share(pair):
    dz, tn = pair
    record = written(dz, LOW, HOME)
    released(dz, record)
    carry(dz, tn)
    with dz.database.read() as ours, tn.database.read() as theirs:
        assert ours.holdings.shared_with("TN") == theirs.holdings.received_from("DZ")
    assert dz.copy(record, tn).version == 1


def test_a_received_report_is_read_by_the_partners_analyst_and_changed_by_nobody_there(pair):
    dz, tn = pair
    record = written(dz, LOW)
    released(dz, record)
    carry(dz, tn)
    theirs = make_officer(state="TN")
    with tn.database.read() as tx:
        assert reports.view(tx, theirs, record.id).record.id == record.id
        assert [r.id for r in reports.listed(tx, theirs)[0]] == [record.id]
    with tn.database.write() as tx, pytest.raises(ForbiddenError):
        reports.correct(tx, theirs, record.id, Draft(body=record.body, basis=BASIS), seen=1, reason="x", now=NOW)
    with tn.database.write() as tx, pytest.raises(ForbiddenError):
        releases.release(tx, theirs, Asked(record=record.id, seen=1, partner="DZ"), now=NOW)


def test_a_recall_erases_the_partners_copy_and_the_owner_learns_when(pair):
    dz, tn = pair
    record = written(dz, LOW)
    released(dz, record)
    carry(dz, tn)
    with dz.database.write() as tx:
        releases.recall(tx, ANALYST, record.id, "TN", reason=RecallReason.MISTAKE, now=dz.now)
    assert dz.copy(record, tn).state is HoldingState.RECALLED
    carry(dz, tn)
    assert (tn.holds(record), dz.holds(record)) == (None, 1)
    assert (dz.copy(record, tn).state, dz.copy(record, tn).gone_at) == (HoldingState.GONE, tn.now)
    assert previewed(dz, record).refusal is Stays.RECALLED
    with tn.database.read() as tx:
        assert reports.listed(tx, make_officer(state="TN")) == ([], 0)


def test_nothing_is_recalled_twice_or_from_whoever_has_nothing(pair):
    dz, tn = pair
    record = written(dz, LOW)
    with dz.database.write() as tx, pytest.raises(ConflictError):
        releases.recall(tx, ANALYST, record.id, "TN", reason=RecallReason.MISTAKE, now=dz.now)
    assert tn.holds(record) is None


def test_a_correction_goes_when_it_is_released_and_not_before(pair):
    dz, tn = pair
    record = written(dz, LOW)
    released(dz, record)
    carry(dz, tn)
    body = replace(record.body, paragraphs=(*record.body.paragraphs, Paragraph(text="A third man.", label=HOME)))
    with dz.database.write() as tx:
        draft = Draft(body=body, basis=BASIS)
        new = reports.correct(tx, ANALYST, record.id, draft, seen=1, reason="more", now=dz.now)
    carry(dz, tn)
    assert (tn.holds(record), dz.copy(record, tn).confirmed) == (1, 1)
    released(dz, new)
    carry(dz, tn)
    assert (tn.holds(record), dz.copy(record, tn).confirmed) == (2, 2)
    assert len(read(tn, record).body.paragraphs) == 1


def test_whoever_had_the_page_of_an_older_version_releases_nothing(pair):
    dz, _ = pair
    record = written(dz, LOW)
    with dz.database.write() as tx:
        draft = Draft(body=record.body, basis=BASIS)
        reports.correct(tx, ANALYST, record.id, draft, seen=1, reason="more", now=dz.now)
    with pytest.raises(ConflictError):
        released(dz, record)


def test_a_notice_that_the_partner_lacks_is_not_named_to_it(pair):
    dz, tn = pair
    shared, hidden = dz.issue("Zoubir Nejmaoui"), dz.issue(label={"releasable_to": ()})
    carry(dz, tn)
    record = written(dz, LOW, subjects=(Subject(notice=shared.id), Subject(notice=hidden.id)))
    released(dz, record)
    carry(dz, tn)
    assert read(tn, record).body.subjects == (Subject(notice=shared.id),)


def test_a_report_about_what_does_not_exist_for_its_writer_is_not_written(pair):
    dz, _ = pair
    for notice in (make_id(), dz.issue(label={"level": Level.TOP_SECRET}).id):
        with pytest.raises(NotFoundError):
            written(dz, LOW, subjects=(Subject(notice=notice),))


def test_a_writer_keeps_nothing_that_they_could_not_read(pair):
    dz, _ = pair
    with pytest.raises(ForbiddenError):
        written(dz, LOW, replace(HOME, compartments=("OASIS",)))


def test_what_no_agreement_allows_is_refused_with_the_reason_and_not_sent(pair):
    dz, _ = pair
    record = written(dz, LOW)
    assert previewed(dz, record, partner="LY").refusal is NotAgreed.UNKNOWN
    with pytest.raises(ConflictError) as caught:
        released(dz, record, partner="LY")
    assert caught.value.why == "not_released unknown"


def test_what_is_above_the_agreements_level_is_refused(tmp_path):
    terms = tuple(replace(t, level=Level.UNCLASSIFIED) for t in make_agreement("DZ", "TN").body.terms)
    dz, tn = linked("DZ", "TN", folder=tmp_path, agreement=make_agreement("DZ", "TN", terms=terms))
    record = written(dz, LOW)
    assert previewed(dz, record).refusal is Stays.LEVEL
    with pytest.raises(ConflictError):
        released(dz, record)
    carry(dz, tn)
    assert tn.holds(record) is None


def test_a_kind_that_is_not_agreed_stays(tmp_path):
    terms = tuple(t for t in make_agreement("DZ", "TN").body.terms if t.standing)
    dz, _ = linked("DZ", "TN", folder=tmp_path, agreement=make_agreement("DZ", "TN", terms=terms))
    assert previewed(dz, written(dz, LOW)).refusal is NotAgreed.KIND


def decided(dz, proposed, officer, step=Step.APPROVE):
    decision = Decision(id=proposed.id, digest=proposed.digest, step=step, reason="seen")
    with dz.database.write() as tx:
        return approvals.decide(tx, officer, decision, PERFORMERS, proved_at=dz.now, now=dz.now)


def test_above_the_officers_ceiling_a_second_person_of_the_registry_agrees_to_the_very_bytes(pair):
    dz, tn = pair
    record = written(dz, replace(LOW, level=Level.SECRET))
    assert previewed(dz, record).needs_second
    proposed = released(dz, record, reason="They wait for it.")
    carry(dz, tn)
    assert tn.holds(record) is None
    decided(dz, proposed, REGISTRAR)
    carry(dz, tn)
    assert tn.holds(record) == 1


def test_a_second_person_is_told_why(pair):
    dz, _ = pair
    with pytest.raises(InvalidError):
        released(dz, written(dz, replace(LOW, level=Level.SECRET)))


def test_a_report_that_changed_since_it_was_proposed_does_not_go(pair):
    dz, tn = pair
    record = written(dz, replace(LOW, level=Level.SECRET))
    proposed = released(dz, record, reason="They wait for it.")
    with dz.database.write() as tx:
        draft = Draft(body=replace(record.body, title="Another"), basis=BASIS)
        reports.correct(tx, ANALYST, record.id, draft, seen=1, reason="more", now=dz.now)
    with pytest.raises(ConflictError):
        decided(dz, proposed, REGISTRAR)
    carry(dz, tn)
    assert tn.holds(record) is None


def test_an_ended_agreement_recalls_the_report_that_it_carried(pair):
    dz, tn = pair
    record = written(dz, LOW)
    released(dz, record)
    carry(dz, tn)
    dz.now = tn.now = NOW + timedelta(days=400)
    carry(dz, tn)
    assert tn.holds(record) is None
    assert dz.copy(record, tn).state is HoldingState.GONE


def test_an_erased_report_is_recalled(pair):
    dz, tn = pair
    record = written(dz, LOW)
    released(dz, record)
    carry(dz, tn)
    dz.erase(record)
    carry(dz, tn)
    assert tn.holds(record) is None


def test_records_that_only_index_can_be_computed_again(pair):
    dz, _ = pair
    record = written(dz, LOW)
    with dz.database.write() as tx:
        tx.records.rebuild_indexes()
    with dz.database.read() as tx:
        assert [one.id for one in reports.listed(tx, ANALYST)[0]] == [record.id]


def test_a_post_officer_reads_no_report_and_a_registrar_writes_none(pair):
    dz, _ = pair
    record = written(dz, LOW)
    with dz.database.read() as tx:
        with pytest.raises(ForbiddenError):
            reports.listed(tx, make_officer(Role.POST_OFFICER))
        with pytest.raises(NotFoundError):
            reports.view(tx, make_officer(Role.POST_OFFICER), record.id)
        assert reports.view(tx, REGISTRAR, record.id).record == record
    with dz.database.write() as tx, pytest.raises(ForbiddenError):
        reports.write(tx, REGISTRAR, Draft(body=record.body, basis=BASIS), now=NOW)


def test_a_notice_is_released_by_the_registry_and_not_by_an_analyst(pair):
    dz, _ = pair
    notice = dz.issue(label={"releasable_to": ()})
    with dz.database.write() as tx, pytest.raises(ForbiddenError):
        releases.get(tx, ANALYST, notice.id)
    assert previewed(dz, notice, REGISTRAR).refusal is Stays.NOT_RELEASABLE
