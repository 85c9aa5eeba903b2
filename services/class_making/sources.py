"""What a class can be made from; pages hand one of these to the page of classes."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class FromOrders:
    """One class for all of these orders."""

    order_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class FromPlanItem:
    item_id: UUID


@dataclass(frozen=True)
class FromPackage:
    package_id: UUID


@dataclass(frozen=True)
class FromClass:
    """A copy of another class, with its dates moved."""

    class_id: UUID


Source = FromOrders | FromPlanItem | FromPackage | FromClass
