"""Making a class from orders, a plan item, a package or another class."""

from services.class_making.operations import MadeClass as MadeClass
from services.class_making.operations import make as make
from services.class_making.operations import propose as propose
from services.class_making.proposals import PlannedLesson as PlannedLesson
from services.class_making.proposals import Proposal as Proposal
from services.class_making.proposals import Wish as Wish
