"""镇街党校教务台: the window, and the commands beside it."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PASSWORD_VARIABLE = "DESK_PASSWORD"
MOST = 10_000_000


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0 for success, 1 for an explained failure, 2 for bad usage."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    from services.core.errors import DeskError
    from services.core.files import explained

    try:
        with explained("这一步"):
            return command(options)
    except DeskError as error:
        if getattr(options, "json", False):
            print(json.dumps({"error": error.code, "message": error.message}, ensure_ascii=False))
        else:
            print(error.message, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="desk", description="镇街党校教务台")
    parser.add_argument("--data", type=Path, help="数据夹；不填用本机默认位置")
    parser.set_defaults(run=_run_window)
    commands = parser.add_subparsers(title="命令", metavar="")

    tour = commands.add_parser("tour", help="自动演示一个培训日，留下截图和文件")
    tour.add_argument("--out", type=Path, required=True, help="放结果的文件夹")
    tour.set_defaults(run=_run_tour)

    demo = commands.add_parser("demo", help="建一个演示数据夹")
    demo.add_argument("folder", type=Path)
    demo.add_argument("--members", type=_count, default=1_500)
    demo.add_argument("--lessons", type=_count, default=240)
    demo.add_argument("--sign-ins", type=_count, default=9_000)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--county", action="store_true", help="建县级演示数据夹")
    demo.set_defaults(run=_run_demo)

    check = commands.add_parser("check", help="检查一个数据夹是否完好")
    check.add_argument("folder", type=Path)
    check.set_defaults(run=_run_check)

    back = commands.add_parser("restore", help="回到一份备份；先说会少什么，问过才做")
    back.add_argument("folder", type=Path)
    which = back.add_mutually_exclusive_group()
    which.add_argument("--latest", action="store_true", help="最近的一份")
    which.add_argument("--backup", metavar="NAME", help="备份的文件名；都不填只列出有哪些")
    back.add_argument("--yes", action="store_true", help="不再问，直接恢复")
    back.set_defaults(run=_run_restore)

    roster = commands.add_parser("import-roster", help="导入一份花名册，不开窗口")
    roster.add_argument("folder", type=Path)
    roster.add_argument("file", type=Path)
    roster.add_argument("--dry-run", action="store_true", help="只看会有什么变化，不导入")
    roster.set_defaults(run=_run_import_roster)

    for command in (tour, demo, check, back, roster):
        command.add_argument("--json", action="store_true", help="用 JSON 输出")

    # Not for people: the child process in which a spreadsheet is read.
    reader = commands.add_parser("read-sheets")
    reader.add_argument("file", type=Path)
    reader.set_defaults(run=_run_reader)
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"要填 0 到 {MOST} 的整数")
    return int(text)


def _run_window(options: argparse.Namespace) -> int:
    from ui.app import run_window

    return run_window(options.data or default_folder())


def default_folder() -> Path:
    """Where a clerk's data lives unless told otherwise: the user's local application data."""
    from platformdirs import user_data_path

    return user_data_path("PartySchoolDesk", appauthor=False, roaming=False) / "data"


def _run_tour(options: argparse.Namespace) -> int:
    # It needs no screen, and its pictures shall be alike everywhere.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.tour.play import play

    summary = play(options.out, say=_quiet if options.json else print)
    if options.json:
        _print_result(options, summary)
    return 0 if summary["ok"] else 1


def _run_demo(options: argparse.Namespace) -> int:
    from services import demo

    size = demo.Size(options.members, options.lessons, options.sign_ins)
    say = _quiet if options.json else print
    result = demo.make(
        options.folder, size, _password(new=True), seed=options.seed, county=options.county, say=say
    )
    return _print_result(options, result)


def _run_check(options: argparse.Namespace) -> int:
    from services import check

    result = check.check(options.folder, _password())
    _print_result(options, result)
    return 0 if result["ok"] else 1


def _run_restore(options: argparse.Namespace) -> int:
    from services import restore
    from services.core.clock import SystemClock
    from services.core.errors import BadInput, NotFound, WorkspaceError
    from ui.core.folder_lock import hold_folder

    if not options.folder.is_dir():
        raise WorkspaceError("这个文件夹里没有教务台的数据。")
    lock = hold_folder(options.folder)  # let go of with it: nobody else has the data open
    found = restore.copies(options.folder, SystemClock().local_now())
    if not (options.latest or options.backup):
        listed = [
            {"name": one.name, "made_at": f"{one.made_at:%Y-%m-%d %H:%M}", "for": one.reason.word}
            for one in found
        ]
        return _print_result(options, {"copies": listed})
    name = options.backup or next((one.name for one in found if not one.ahead), None)
    if name is None:
        raise NotFound("这个文件夹里还没有备份。")
    password = _password()
    outlook = restore.look(options.folder, name, password)
    if not options.yes:
        if not sys.stdin.isatty():
            raise BadInput("恢复会换掉现在的数据，没有终端可问，请加 --yes。没有改动任何数据。")
        for line in (f"恢复到 {outlook.copy.made_at:%Y-%m-%d %H:%M} 的备份。", *outlook.lost):
            print(line)
        if input("确定恢复请输入 yes：").strip() != "yes":
            print("没有恢复，没有改动任何数据。")
            return 1
    done = restore.restore(options.folder, name, password)
    lock.unlock()
    return _print_result(options, _restored(done))


def _restored(done: Any) -> dict[str, Any]:
    outlook = done.outlook
    return {
        "restored": outlook.copy.name,
        "lost": list(outlook.lost),
        "new_epoch": outlook.begins_epoch,
        "aside": done.aside.name,
        **outlook.inside.counts,
    }


def _run_import_roster(options: argparse.Namespace) -> int:
    from services.roster_import import command

    result = command.import_file(options.folder, options.file, _password(), dry_run=options.dry_run)
    if not options.json:
        result["problems"] = "".join(
            f"\n  {one['sheet']} {one['cell']} {one['reason']}" for one in result["problems"]
        )
        result["undecided_rows"] = "".join(
            f"\n  {one['sheet']} 第 {one['row']} 行" for one in result["undecided_rows"]
        )
    return _print_result(options, result)


def _run_reader(options: argparse.Namespace) -> int:
    from services.core.sheet_child import child_main

    return child_main(options.file)


def _password(*, new: bool = False) -> str:
    """From the terminal; where there is none, from the environment, never the command line."""
    from services.core.errors import BadInput

    if given := os.environ.get(PASSWORD_VARIABLE):
        return given
    if not sys.stdin.isatty():
        raise BadInput(f"没有终端可输入密码，请设环境变量 {PASSWORD_VARIABLE}。")
    import getpass

    return getpass.getpass("新密码：" if new else "密码：")


def _print_result(options: argparse.Namespace, result: dict[str, Any]) -> int:
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
        return 0
    for key, value in result.items():
        print(f"{key}: {value}")
    return 0


def _quiet(_line: str) -> None:
    """With --json only the result is printed."""


if __name__ == "__main__":
    sys.exit(main())
