"""The grid (点单表): the year's menu as a workbook, branch × course, and back as orders."""

from services.order.grid.changes import GridChange as GridChange
from services.order.grid.changes import GridChangeKind as GridChangeKind
from services.order.grid.changes import GridComparison as GridComparison
from services.order.grid.changes import compare as compare
from services.order.grid.content import Form as Form
from services.order.grid.content import form as form
from services.order.grid.reading import Filled as Filled
from services.order.grid.reading import GridProblem as GridProblem
from services.order.grid.reading import files_in as files_in
from services.order.grid.reading import is_grid as is_grid
from services.order.grid.reading import read_files as read_files
from services.order.grid.taking import GridTaken as GridTaken
from services.order.grid.taking import take_grid as take_grid
