"""Who takes part: kinds of institutions and the institutions themselves."""

from partners.models.institution import Institution, InstitutionKind, InstitutionRole

__all__ = ["Institution", "InstitutionKind", "InstitutionRole"]
