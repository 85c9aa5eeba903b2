"""Dispatches (上级派单): the county asks a school to hold something; the school makes an order
of its own of it."""

from services.dispatch.answers import Answered as Answered
from services.dispatch.answers import let_go as let_go
from services.dispatch.answers import let_go_of_others as let_go_of_others
from services.dispatch.answers import to_orders as to_orders
from services.dispatch.operations import Dispatched as Dispatched
from services.dispatch.operations import change as change
from services.dispatch.operations import change_field as change_field
from services.dispatch.operations import create as create
from services.dispatch.operations import withdraw as withdraw
from services.dispatch.queries import list_rows as list_rows
from services.dispatch.queries import schools as schools
from services.dispatch.records import LATEST_YEAR as LATEST_YEAR
from services.dispatch.records import MOST as MOST
from services.dispatch.records import MOST_HEADS as MOST_HEADS
from services.dispatch.records import DispatchDraft as DispatchDraft
from services.dispatch.records import DispatchRow as DispatchRow
from services.dispatch.records import DispatchState as DispatchState
from services.dispatch.records import SchoolChoice as SchoolChoice
from services.dispatch.records import when_words as when_words
from services.dispatch.todos import todos as todos
