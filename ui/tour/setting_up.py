"""A new school from nothing: the guide, the roster, the first look at the home page."""

from services import demo_roster, member
from services.roster_import import last_import
from ui.app import Run
from ui.tour.stage import HEIGHT, WIDTH
from ui.tour.story import COUNTY_PASSWORD, SCHOOL_PASSWORD, Story, save_paper

PEOPLE = 320
SEED = 2026


def school_guide(story: Story) -> None:
    """Who we are, a password, the recovery code on paper."""
    stage = story.stage
    with stage.step("初次设置：单位、密码、恢复码"):
        story.school.start()
        stage.shot("guide-profile")
        set_up(story, story.school, "演示镇党校", "YS", SCHOOL_PASSWORD, "recovery-code.pdf")


def set_up(
    story: Story, run: Run, name: str, code: str, password: str, paper: str, *, county: bool = False
) -> None:
    """The guide up to the step after the recovery code."""
    stage = story.stage
    if county:
        stage.click("kind-county")
    stage.type("name", name)
    stage.type("code", code)
    stage.type("county", "演示县")
    stage.type("new-password", password)
    stage.type("again", password)
    stage.click("setup-next")
    stage.until(lambda: stage.shows("print-recovery"), "恢复码")
    stage.click("print-recovery")
    save_paper(story, paper)
    stage.shot(f"guide-recovery-{code.lower()}")
    stage.type("last-group", stage.text("recovery-code").split()[-1])
    stage.click("setup-next")


def roster(story: Story) -> None:
    """The register's export, its preview with the cells that cannot be trusted, the import."""
    stage = story.stage
    with stage.step("导入党员花名册"):
        path = stage.out / "roster.xlsx"
        made = demo_roster.make_roster(path, SEED, PEOPLE)
        stage.chooser.next = path
        stage.click("setup-next")
        stage.until_dialog("导入花名册")
        stage.until(lambda: stage.shows("roster-import"), "花名册预览")
        stage.shot("roster-preview")
        stage.click("roster-import")
        stage.until_closed("花名册导入")
        stage.until(lambda: str(made.people) in stage.text("roster-state"), "导入的人数")
        stage.shot("guide-roster")
        stage.click("setup-next")
        stage.until(lambda: stage.shows("nav-home"), "工作台")
        window = story.main_window(story.school)
        window.resize(WIDTH, HEIGHT)
        with story.read(story.school) as session:
            people = member.list_rows(session)
            last = last_import(session)
        found = {problem.cell for problem in last.problems} if last else set()
        stage.must(len(people) == made.people, f"花名册里有 {len(people)} 人")
        stage.must(found == set(made.untrusted), f"存疑的身份证号是 {sorted(found)}")
        stage.must(
            sum(person.name == demo_roster.NAMESAKE for person in people) == made.namesakes,
            "同名的人没有分开",
        )
        story.counts |= {"members": len(people), "untrusted_identity_numbers": len(found)}


def home(story: Story) -> None:
    stage = story.stage
    with stage.step("第一次看工作台和学员"):
        stage.shot("home-new")
        story.go(story.school, "member")
        stage.shot("members")


def lock(story: Story) -> None:
    """Close the school and open it again with its password, to the home page as it is now."""
    stage = story.stage
    with stage.step("关上再打开，回到工作台"):
        story.go(story.school, "home")
        stage.settle()
        story.main_window(story.school).close()
        story.school.window = None
        story.school.start()
        stage.type("password", "wrong-password")
        stage.click("unlock-go")
        stage.until(lambda: "密码不对" in stage.text("unlock-error"), "密码不对的提示")
        stage.shot("unlock")
        stage.type("password", SCHOOL_PASSWORD)
        stage.click("unlock-go")
        stage.until(lambda: stage.shows("nav-home"), "工作台")
        story.main_window(story.school).resize(WIDTH, HEIGHT)
        stage.until(lambda: stage.text("figure-classes-number") != "–", "本月数字")
        stage.shot("home")


def county_guide(story: Story) -> None:
    stage = story.stage
    with stage.step("县里的初次设置"):
        story.play_on(story.county)
        story.county.start()
        set_up(
            story,
            story.county,
            "演示县委组织部",
            "XZ",
            COUNTY_PASSWORD,
            "recovery-code-county.pdf",
            county=True,
        )
        stage.until(lambda: stage.shows("nav-home"), "县级工作台")
        story.main_window(story.county).resize(WIDTH, HEIGHT)
        stage.shot("county-home-new")
