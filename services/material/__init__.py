"""The register of learning materials (学习资源)."""

from services.material.operations import VIDEOS as VIDEOS
from services.material.operations import MaterialDraft as MaterialDraft
from services.material.operations import MaterialKind as MaterialKind
from services.material.operations import MaterialReview as MaterialReview
from services.material.operations import change_field as change_field
from services.material.operations import create as create
from services.material.operations import length_words as length_words
from services.material.operations import log_exported as log_exported
from services.material.operations import restore as restore
from services.material.operations import retire as retire
from services.material.operations import review as review
from services.material.operations import update as update
from services.material.queries import MaterialRow as MaterialRow
from services.material.queries import list_rows as list_rows
from services.material.queries import todos as todos
