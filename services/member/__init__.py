"""Members (党员): lists, search, one person's year, and changes by hand."""

from services.member.operations import MemberDraft as MemberDraft
from services.member.operations import create as create
from services.member.operations import log_cards as log_cards
from services.member.operations import restore as restore
from services.member.operations import retire as retire
from services.member.operations import show_identity as show_identity
from services.member.operations import update as update
from services.member.queries import KIND_LABELS as KIND_LABELS
from services.member.queries import NO_IDENTITY as NO_IDENTITY
from services.member.queries import ROLE_LABELS as ROLE_LABELS
from services.member.queries import MemberDetail as MemberDetail
from services.member.queries import MemberKind as MemberKind
from services.member.queries import MemberRow as MemberRow
from services.member.queries import Person as Person
from services.member.queries import Role as Role
from services.member.queries import detail as detail
from services.member.queries import list_rows as list_rows
from services.member.queries import search_index as search_index
from services.member.queries import todos as todos
from services.member.search import Persons as Persons
from services.member.search import find as find
