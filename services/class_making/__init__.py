"""Making a class from orders, a plan item, a package or another class."""

from services.class_making.operations import MadeClass as MadeClass
from services.class_making.operations import make as make
from services.class_making.operations import propose as propose
from services.class_making.proposals import ClassProposal as ClassProposal
from services.class_making.proposals import ClassWish as ClassWish
from services.class_making.proposals import PlannedLesson as PlannedLesson
