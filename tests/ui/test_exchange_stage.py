"""The rule of the exchange page: which one step comes next."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.core.workspace import WorkspaceKind
from services.exchange import BundleKind, BundleState, CheckLine, PeerRow, SentRow
from services.report import MonthReport
from ui.exchange.stage import STEPS, Action, ExchangeShown, next_step


def shown(
    *, county: bool, enrolled: bool, state: BundleState | None, stops: bool, note: str = ""
) -> ExchangeShown:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    peer = PeerRow(UUID(int=1), "嘉祥县委组织部", "JX", WorkspaceKind.county, "", now)

    def sent(kind: BundleKind, state: BundleState) -> SentRow:
        return SentRow(
            UUID(int=2), kind, "", "2026-11", 1, state, "ZS.psb", 1, "", "", now, now, None, note
        )

    checks = (CheckLine("stop", "还有一节课没有录完", page="sign_in"),) if stops else ()
    return ExchangeShown(
        year=2026,
        month=11,
        school_name="仲山镇党校",
        county_name="嘉祥县委组织部",
        county=peer if county else None,
        enrol=sent(BundleKind.enrol, BundleState.written) if enrolled else None,
        sent=None if state is None else sent(BundleKind.snapshot, state),
        before=None,
        approved_by="",
        report=MonthReport(2026, 11, ()),
        checks=checks,
    )


@given(
    county=st.booleans(),
    enrolled=st.booleans(),
    state=st.sampled_from([None, *BundleState]),
    stops=st.booleans(),
)
def test_there_is_always_one_next_step_that_is_allowed(
    county: bool, enrolled: bool, state: BundleState | None, stops: bool
) -> None:
    step = next_step(shown(county=county, enrolled=enrolled, state=state, stops=stops))
    assert step.note
    assert bool(step.words) is (step.action is not Action.nothing)
    if not county:
        assert step.action is (Action.keyset if enrolled else Action.enrol)
    if step.action is Action.approve:
        assert not stops
    if step.action is Action.nothing:
        assert (state, step.step) == (BundleState.delivered, len(STEPS))
    else:
        assert 0 <= step.step < len(STEPS)


def test_what_must_be_mended_comes_before_the_approval() -> None:
    step = next_step(shown(county=True, enrolled=True, state=None, stops=True))
    assert (step.action, step.step) == (Action.mend, 0)
    assert "还有一节课没有录完" in step.note
