"""Keys, the month's bundle, the county's inbox, the receipt: two computers and a stick."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from services import county, exchange, report
from services.exchange import BundleState
from ui.app import Run
from ui.core.finding import children
from ui.tour.setting_up import county_guide
from ui.tour.stage import TourFailed
from ui.tour.story import Story, save_paper
from ui.tour.teaching import DAY

DIRECTOR = "李主任"


def keys(story: Story) -> None:
    """Enrol file and key card to the county, keyset and key card back; digits are compared."""
    stage = story.stage
    stick = stage.out / "stick"
    stick.mkdir()
    with stage.step("学校生成登记文件和公钥卡"):
        story.go(story.school, "exchange")
        stage.until(lambda: stage.words("exchange-next") == "生成登记文件…", "第一次报送的提示")
        stage.shot("exchange-first")
        stage.chooser.next = stick
        stage.click("exchange-next")
        save_paper(story, "key-card-school.pdf", picture="key-card")
        stage.until(lambda: stage.words("exchange-next") == "导入县级公钥…", "登记文件写出")
        enrol = _only(stick)
    county_guide(story)
    with stage.step("县里核对公钥卡，给出县级公钥"):
        story.go(story.county, "inbox")
        stage.shot("inbox-empty")
        stage.click("empty-action")
        save_paper(story, "key-card-county.pdf")
        stage.chooser.next = enrol
        stage.click("inbox-take")
        _compare_card(story, of=story.school, wrong_first=True)
        stage.until_named("message")
        stage.chooser.next = stick
        stage.click("message-yes")
        keyset = _written(story, stick, enrol)
    with stage.step("学校核对县级公钥卡"):
        story.play_on(story.school)
        stage.chooser.next = keyset
        stage.click("exchange-next")
        _compare_card(story, of=story.county)
        stage.until(lambda: stage.words("exchange-next") == "提交负责人签发", "公钥核对")


def snapshot(story: Story) -> None:
    """The month's report reviewed, approved by name, written to the stick."""
    stage = story.stage
    stick = stage.out / "stick"
    before = set(stick.iterdir())
    with stage.step("本月数据包签发，写入 U 盘"):
        story.go(story.school, "exchange")
        stage.shot("exchange")
        stage.click("exchange-next")
        stage.until_named("approve")
        stage.type("approved-by", DIRECTOR)
        stage.shot("exchange-approve")
        stage.click("form-save")
        stage.until(lambda: stage.words("exchange-next") == "写入 U 盘…", "数据包生成")
        stage.chooser.next = stick
        stage.click("exchange-next")
        stage.until(lambda: stage.words("exchange-next") == "导入回执…", "数据包写出")
        stage.shot("exchange-written")
        stage.click("exchange-slip")
        save_paper(story, "handover-slip.pdf", picture="handover-slip")
        made = _only(stick, before)
        (stage.out / made.name).write_bytes(made.read_bytes())
        story.counts["bundle_bytes"] = made.stat().st_size


def taken_in(story: Story) -> None:
    """The county looks at the file, takes it in whole, sees the figures, writes the receipt."""
    stage = story.stage
    stick = stage.out / "stick"
    bundle = _newest(stick)
    before = set(stick.iterdir())
    with stage.step("县里收取，看到学校的数字，写回执"):
        story.go(story.county, "inbox")
        stage.chooser.next = bundle
        stage.click("inbox-take")
        stage.until_named("inspect")
        stage.shot("inspect")
        stage.click("inspect-take")
        stage.until_named("message")
        stage.click("message-yes")
        stage.until(lambda: set(stick.iterdir()) - before, "回执写出")
        stage.until_closed()
        stage.shot("inbox")
        story.go(story.county, "county")
        stage.shot("schools")
        story.go(story.county, "home")
        stage.shot("county-home")
        _same_figures(story)
        receipt = _only(stick, before)
        (stage.out / receipt.name).write_bytes(receipt.read_bytes())


def receipt(story: Story) -> None:
    """The receipt comes back, and the school says delivered."""
    stage = story.stage
    with stage.step("学校导入回执，报送完成"):
        story.go(story.school, "exchange")
        stage.chooser.next = _newest(stage.out / "stick")
        stage.click("exchange-next")
        stage.until_closed()
        with story.read(story.school) as session:
            sent = exchange.for_period(session, DAY.year, DAY.month)
        stage.must(sent is not None and sent.state is BundleState.delivered, "数据包没有变成已送达")
        stage.shot("exchange-delivered")
        story.counts["bundle_state"] = BundleState.delivered.value


def _compare_card(story: Story, *, of: Run, wrong_first: bool = False) -> None:
    """Type the two groups that are asked for, from the other side's paper card."""
    stage = story.stage
    with story.read(of) as session:
        groups = exchange.own_card(session).fingerprint.split()
    stage.until_named("trust")
    fields = children(stage.front(), QLineEdit)
    asked = [int(field.objectName().removeprefix("group-")) for field in fields]
    stage.must(len(asked) == 2, f"问了 {len(asked)} 组数字")
    if wrong_first:
        for number in asked:
            stage.type(f"group-{number}", f"{(int(groups[number - 1]) + 1) % 10_000:04d}")
        stage.click("form-save")
        stage.must(stage.text("form-error") != "", "错的数字没有被拒绝")
        stage.shot("trust-refused")
    for number in asked:
        stage.type(f"group-{number}", groups[number - 1])
    stage.click("form-save")


def _same_figures(story: Story) -> None:
    """What the county computes from the rows is what the school reported."""
    with story.read(story.school) as session:
        mine = report.totals(session, session.owner, DAY.year, DAY.month)
        own = session.owner
    with story.read(story.county) as session:
        theirs = report.totals(session, own, DAY.year, DAY.month)
        (row,) = county.overview(session, DAY.year, DAY.month)
    story.stage.must(mine == theirs, f"县里的数字 {theirs} 与学校的 {mine} 不同")
    story.stage.must(row.members == story.counts["members"], f"县里看到 {row.members} 名党员")


def _written(story: Story, stick: Path, *known: Path) -> Path:
    """Wait for the one new file on the stick."""
    story.stage.until(lambda: len(list(stick.iterdir())) > len(known), "文件写出")
    story.stage.until_closed()
    return _only(stick, set(known))


def _only(stick: Path, known: set[Path] | None = None) -> Path:
    new = sorted(set(stick.iterdir()) - (known or set()))
    if len(new) != 1:
        raise TourFailed(f"U 盘上多了 {len(new)} 个文件")
    return new[0]


def _newest(stick: Path) -> Path:
    return max(stick.iterdir(), key=lambda path: path.stat().st_mtime_ns)
