"""The catalogue: lists, resources, their copies, what happens to them, and the narrow tables that are searched."""

from documentation.models.bibliography import Bibliography, BibliographyItem
from documentation.models.care import Inventory, InventoryScan, LinkCheck, Report, Wish
from documentation.models.copy import Copy
from documentation.models.counts import ConsultationCount, LoanCount, SearchCount
from documentation.models.lists import ClassificationNode, Level, Medium, Sector
from documentation.models.loan import Loan, Reservation
from documentation.models.resource import Opinion, Resource
from documentation.models.search import CatalogueWord, SearchRow, Suggestion
from documentation.models.spot import MOST_ROWS, ShelfSpot
from documentation.models.subject import Subject, Synonym
from documentation.models.unimarc import UnimarcCopyMap

__all__ = [
    "Bibliography",
    "BibliographyItem",
    "CatalogueWord",
    "ClassificationNode",
    "ConsultationCount",
    "Copy",
    "Inventory",
    "InventoryScan",
    "Level",
    "LinkCheck",
    "Loan",
    "LoanCount",
    "MOST_ROWS",
    "Medium",
    "Opinion",
    "Report",
    "Reservation",
    "Resource",
    "SearchCount",
    "SearchRow",
    "Sector",
    "ShelfSpot",
    "Subject",
    "Suggestion",
    "Synonym",
    "UnimarcCopyMap",
    "Wish",
]
