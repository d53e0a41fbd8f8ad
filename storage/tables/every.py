"""Every table there is: one finds another that it refers to by its name, once that has been imported."""

from storage.base import Base as Base
from storage.tables import audit as audit
from storage.tables import concerns as concerns
from storage.tables import entities as entities
from storage.tables import evaluation as evaluation
from storage.tables import letters as letters
from storage.tables import matching as matching
from storage.tables import people as people
from storage.tables import reports as reports
from storage.tables import server as server
