"""What exemptions are to the rest of the program."""

from models.exemption import Exemption
from services.core.feature import Feature, Table

FEATURE = Feature("exemption", "学时减免", tables=(Table(Exemption, "学时减免"),))
