"""The commands as a shell runs them: what they print, and the status they end with."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

import main
from models.site import SiteKind
from services import site
from services.core import workspace
from services.core.places import DATABASE
from services.demo_roster import NAMESAKE, SHEET, make_roster
from tests.helpers.workspaces import PASSWORD
from ui.core.folder_lock import hold_folder

ROOT = Path(__file__).parents[1]


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object, password: str | None = PASSWORD) -> Done:
    """The command in this process: a process of its own takes a second to start."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.delenv("DESK_PASSWORD", raising=False)
        if password is not None:
            patch.setenv("DESK_PASSWORD", password)
        try:
            status = main.main([*map(str, arguments)])
        except SystemExit as left:
            status = int(left.code or 0)
    return Done(status, out.getvalue(), err.getvalue())


def run_apart(*arguments: object) -> Done:
    """The command as a shell runs it."""
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, arguments)],
        env=os.environ | {"DESK_PASSWORD": PASSWORD, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands") / "demo"
    done = run("demo", folder, "--members", 40, "--lessons", 2, "--sign-ins", 30)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_demo_says_what_it_made(made: Path, tmp_path: Path) -> None:
    done = run(
        "demo",
        tmp_path / "d",
        "--members",
        5,
        "--lessons",
        0,
        "--sign-ins",
        0,
        "--seed",
        9,
        "--json",
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["members"], told["lessons"], told["sign_ins"]) == (5, 0, 0)
    assert len(told["recovery_code"]) == 39


def test_check_counts_a_sound_one(made: Path) -> None:
    done = run("check", made, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["ok"] is True
    assert (told["member"], told["lesson"], told["sign_in"]) == (40, 2, 30)


def test_a_shell_sees_the_same(made: Path, tmp_path: Path) -> None:
    """Sound, refused with one line, and wrong usage: what is printed, and the status."""
    for arguments in (("check", made, "--json"), ("check", tmp_path), ("fly",)):
        assert run_apart(*arguments) == run(*arguments)


def test_check_prints_lines_for_people(made: Path) -> None:
    done = run("check", made)
    assert done.returncode == 0
    assert "member: 40" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("password", "code", "words"),
    [
        ("not the password", "wrong_password", "密码不对"),
        (None, "bad_input", "DESK_PASSWORD"),
    ],
)
def test_a_failure_is_one_clear_line_and_a_status(
    made: Path, password: str | None, code: str, words: str
) -> None:
    plain = run("check", made, password=password)
    assert plain.returncode == 1
    assert plain.stdout == ""
    assert plain.stderr.count("\n") == 1
    assert words in plain.stderr
    told = run("check", made, "--json", password=password)
    assert (told.returncode, told.stderr) == (1, "")
    assert json.loads(told.stdout)["error"] == code


def test_a_place_without_data_is_one_clear_line(tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    done = run("demo", ROOT)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_damage_ends_with_a_status_that_a_script_sees(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    run("demo", folder, "--members", 60, "--lessons", 2, "--sign-ins", 30)
    path = folder / DATABASE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = run("check", folder, "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told.get("ok") is False or told["error"] == "damaged"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty school."""
    run("demo", tmp_path / "d", "--members", 0, "--lessons", 0, "--sign-ins", 0)
    return tmp_path / "d"


class TestImportRoster:
    def test_tells_what_it_would_do_then_does_it_once(self, folder: Path, tmp_path: Path) -> None:
        path = tmp_path / "花名册.xlsx"
        made = make_roster(path, 7, 90)
        for arguments, imported, new in (
            (("--dry-run",), False, 90),
            ((), True, 90),
            ((), False, 0),
        ):
            done = run("import-roster", folder, path, "--json", *arguments)
            assert (done.returncode, done.stderr) == (0, "")
            told = json.loads(done.stdout)
            assert (told["imported"], told["new"], told["unchanged"]) == (imported, new, 90 - new)
            assert (told["rows"], told["changed"], told["to_decide"]) == (90, 0, 0)
            assert told["not_trusted"] == len(made.untrusted)
            assert {one["cell"] for one in told["problems"]} == set(made.untrusted)
            assert all(one["sheet"] == SHEET and one["reason"] for one in told["problems"])
            assert NAMESAKE not in done.stdout
        plain = run("import-roster", folder, path, "--dry-run")
        assert "unchanged: 90" in plain.stdout.splitlines()
        assert all(f"{SHEET} {cell} " in plain.stdout for cell in made.untrusted)

    def test_a_bad_file_is_one_clear_line(self, folder: Path, tmp_path: Path) -> None:
        path = tmp_path / "网页.xls"
        path.write_text("<html>", "utf-8")
        plain = run("import-roster", folder, path)
        assert (plain.returncode, plain.stdout, plain.stderr.count("\n")) == (1, "", 1)
        assert "网页" in plain.stderr
        told = run("import-roster", folder, path, "--json")
        assert (told.returncode, json.loads(told.stdout)["error"]) == (1, "bad_sheet")
        wrong = run("import-roster", folder, path, password="not the password")
        assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo",),
        ("demo", "x", "--members", "-1"),
        ("check",),
        ("fly",),
        ("tour",),
        ("import-roster",),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_help_names_the_commands() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("tour", "demo", "check", "import-roster"):
        assert command in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("check", "FILE"), ("demo", "FILE"), ("check", "x" * 300), ("demo", "x" * 300)],
)
def test_a_folder_that_cannot_be_one_ends_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, str]
) -> None:
    (tmp_path / "FILE").write_text("not a folder", encoding="utf-8")
    command, name = arguments
    done = run(command, tmp_path / name)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("number", ["abc", "-1", "9" * 30])
def test_a_number_that_is_none_is_explained_in_chinese(tmp_path: Path, number: str) -> None:
    done = run("demo", tmp_path / "d", f"--members={number}")
    assert done.returncode == 2
    assert "整数" in done.stderr


def test_restore_lists_the_copies_and_goes_back_to_one(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(made, folder)
    space = workspace.unlock(folder, PASSWORD)
    name = space.back_up("manual").name
    with space.write("site.create") as session:
        site.create(session, site.SiteDraft("备份后", SiteKind.branch_point))
    space.close()
    listed = json.loads(run("restore", folder, "--json").stdout)["copies"]
    assert listed[0] == {"name": name, "made_at": listed[0]["made_at"], "for": "手动备份"}
    asked = run("restore", folder, "--latest")
    assert (asked.returncode, "--yes" in asked.stderr) == (1, True), "nobody is there to say yes"
    done = json.loads(run("restore", folder, "--backup", name, "--yes", "--json").stdout)
    assert (done["restored"], done["党员"], done["new_epoch"]) == (name, 40, False)
    assert done["lost"] == ["备份之后的 1 步操作"]
    space = workspace.unlock(folder, PASSWORD)
    with space.read() as session:
        assert "备份后" not in [row.name for row in site.list_all(session)]
    space.close()


def test_restore_says_what_is_wrong(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(made, folder)
    shutil.rmtree(folder / "backups")
    (folder / "backups").mkdir()
    nothing = run("restore", folder, "--latest", "--yes")
    assert (nothing.returncode, "还没有备份" in nothing.stderr) == (1, True)
    no_folder = run("restore", tmp_path / "no", "--latest", "--yes")
    assert (no_folder.returncode, "没有教务台的数据" in no_folder.stderr) == (1, True)
    assert not (tmp_path / "no").exists()
    held = hold_folder(folder)
    busy = run("restore", folder, "--latest", "--yes")
    assert (busy.returncode, "已经打开" in busy.stderr) == (1, True)
    held.unlock()
