"""A made-up year: what each feature tells of itself."""

from services import features
from services.core.session import WorkSession


def add_year(session: WorkSession) -> None:
    """Through the verbs of the features, so that what a rule forbids cannot be made up."""
    for feature in features.FEATURES:
        if feature.demo is not None:
            feature.demo(session)
