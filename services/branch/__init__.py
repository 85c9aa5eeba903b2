"""Party branches (党支部): a tree, found by the register's name or by the one people say."""

from services.branch.names import LONGEST_NAME as LONGEST_NAME
from services.branch.names import Maybe as Maybe
from services.branch.names import Names as Names
from services.branch.names import clean_branch as clean_branch
from services.branch.names import is_loose as is_loose
from services.branch.names import short_name_of as short_name_of
from services.branch.operations import BranchDraft as BranchDraft
from services.branch.operations import add as add
from services.branch.operations import change as change
from services.branch.operations import ensure as ensure
from services.branch.operations import ensure_unit as ensure_unit
from services.branch.operations import rename as rename
from services.branch.operations import restore as restore
from services.branch.operations import retire as retire
from services.branch.operations import set_parent as set_parent
from services.branch.operations import update as update
from services.branch.queries import BranchNode as BranchNode
from services.branch.queries import BranchRow as BranchRow
from services.branch.queries import list_all as list_all
from services.branch.queries import tree as tree
from services.branch.queries import units as units
