"""Certificates (证书): numbers given once, words and papers kept as they were issued."""

from services.certificate.operations import Issued as Issued
from services.certificate.operations import issue_appointment as issue_appointment
from services.certificate.operations import paper as paper
from services.certificate.operations import reprint as reprint
from services.certificate.operations import void as void
from services.certificate.queries import CertificateKind as CertificateKind
from services.certificate.queries import CertificateRow as CertificateRow
from services.certificate.queries import CertificateState as CertificateState
from services.certificate.queries import WaitingRow as WaitingRow
from services.certificate.queries import appointments_waiting as appointments_waiting
from services.certificate.queries import list_rows as list_rows
from services.certificate.queries import todos as todos
