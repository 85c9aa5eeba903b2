"""Two records of one person, or several of one branch, made one, and taken apart again; it walks
over all features."""

from services.merging.back import take_back as take_back
from services.merging.branches import BranchMergePreview as BranchMergePreview
from services.merging.branches import merge_branches as merge_branches
from services.merging.branches import preview_branches as preview_branches
from services.merging.branches import take_back_branches as take_back_branches
from services.merging.operations import MergePreview as MergePreview
from services.merging.operations import merge as merge
from services.merging.operations import preview as preview
