"""What is stored, and its named queries."""

from .chapters import Chapter, Image, Series, Term, active_language
from .groups import Invitation, Membership, Role, StudyGroup
from .items import Item, ItemRevision, Variant
from .languages import Language
from .learners import Enrolment, Fit, Learner, StudyDay
from .mending import Contest, Fault, Notification, Regrade
from .reviews import Amendment, Card, CardQuerySet, Rating, Review
from .sources import digest

__all__ = [
    "Amendment",
    "Card",
    "CardQuerySet",
    "Chapter",
    "Contest",
    "Enrolment",
    "Fault",
    "Fit",
    "Image",
    "Invitation",
    "Item",
    "ItemRevision",
    "Language",
    "Learner",
    "Membership",
    "Notification",
    "Rating",
    "Regrade",
    "Review",
    "Role",
    "Series",
    "StudyDay",
    "StudyGroup",
    "Term",
    "Variant",
    "active_language",
    "digest",
]
