"""Every model, so that one import fills the metadata; and those that travel in bundles."""

from models.audit import AuditEntry
from models.booking import Booking
from models.branch import Branch
from models.certificate import Certificate, CertificatePaper
from models.core.base import Exchanged
from models.course import Course
from models.exchange import SentBundle, TakenBundle
from models.hours import HoursRecord
from models.lecturer import Appointment, Lecturer
from models.member import FormerPost, Member, MemberMerge, MemberPhoto
from models.roster_import import RosterImport, RosterLayout
from models.school import OwnKeys, Peer, School
from models.setting import Setting
from models.sign_in import SignIn
from models.site import Room, Site
from models.training_class import Enrolment, Lesson, TrainingClass

EXCHANGED: tuple[type[Exchanged], ...] = (
    School,
    Branch,
    Member,
    FormerPost,
    Site,
    Room,
    Course,
    TrainingClass,
    Lesson,
    Enrolment,
    SignIn,
    HoursRecord,
    Lecturer,
    Appointment,
    Booking,
    Certificate,
)
"""In an order in which each row's citations come before it."""

LOCAL = (
    AuditEntry,
    CertificatePaper,
    MemberMerge,
    MemberPhoto,
    OwnKeys,
    Peer,
    RosterImport,
    RosterLayout,
    SentBundle,
    Setting,
    TakenBundle,
)
