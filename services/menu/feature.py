"""What the yearly menu is to the rest of the program."""

from models.menu import Menu, MenuEntry
from services.core.feature import Feature, Table
from services.menu.demo import demo
from services.menu.todos import new_year, todos

FEATURE = Feature(
    "menu",
    "年度菜单",
    tables=(Table(Menu, "年度菜单"), Table(MenuEntry, "菜单条目")),
    todos=(todos,),
    new_year=(new_year,),
    demo=demo,
)
