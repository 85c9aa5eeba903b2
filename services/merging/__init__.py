"""Two records of one person made one, and taken apart again; it walks over all features."""

from services.merging.back import take_back as take_back
from services.merging.operations import MergePreview as MergePreview
from services.merging.operations import merge as merge
from services.merging.operations import preview as preview
