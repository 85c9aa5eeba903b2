"""Packages (课堂+基地 套餐): ordered stages of lessons in class and visits to bases."""

from services.package.kinds import kinds as kinds
from services.package.operations import MOST_STAGES as MOST_STAGES
from services.package.operations import PackageDraft as PackageDraft
from services.package.operations import StageDraft as StageDraft
from services.package.operations import change as change
from services.package.operations import create as create
from services.package.operations import next_code as next_code
from services.package.operations import restore as restore
from services.package.operations import retire as retire
from services.package.operations import update as update
from services.package.queries import CLASS_ROOM as CLASS_ROOM
from services.package.queries import PackageDetail as PackageDetail
from services.package.queries import PackageRow as PackageRow
from services.package.queries import StageRow as StageRow
from services.package.queries import detail as detail
from services.package.queries import list_all as list_all
from services.package.queries import list_retired as list_retired
from services.package.todos import todos as todos
