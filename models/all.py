"""Every model, so that one import fills the metadata; and those that travel in bundles."""

from models.audit import AuditEntry
from models.booking import Booking
from models.branch import Branch
from models.certificate import Certificate, CertificatePaper
from models.core.base import Exchanged
from models.course import Course, CourseLecturer
from models.dispatch import Dispatch
from models.exchange import SentBundle, TakenBundle
from models.hours import HoursRecord
from models.lecturer import Appointment, Lecturer
from models.material import Material, MaterialCourse
from models.member import FormerPost, Member, MemberMerge, MemberPhoto
from models.menu import Menu, MenuEntry
from models.order import Order, OrderPlacement
from models.package import Package, PackageStage
from models.plan import Plan, PlanItem
from models.roster_import import RosterImport, RosterLayout
from models.school import OwnKeys, Peer, School
from models.setting import Setting
from models.sign_in import SignIn
from models.site import Room, Site, Travel
from models.training_class import Enrolment, Lesson, TrainingClass, WaitingPlace

EXCHANGED: tuple[type[Exchanged], ...] = (
    School,
    Branch,
    Member,
    FormerPost,
    Site,
    Room,
    Travel,
    Lecturer,
    Appointment,
    Course,
    CourseLecturer,
    Material,
    MaterialCourse,
    Package,
    PackageStage,
    Menu,
    MenuEntry,
    Plan,
    PlanItem,
    TrainingClass,
    Lesson,
    Enrolment,
    WaitingPlace,
    Dispatch,
    Order,
    OrderPlacement,
    SignIn,
    HoursRecord,
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
