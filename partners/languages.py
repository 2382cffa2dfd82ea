"""Languages that people may be received in: those most spoken where the network's Cités stand, and signed ones.

Codes are ISO 639: two letters where there are some, else three.
"""

from django.utils.translation import gettext_lazy as _

SPOKEN = [
    ("fr", _("French")),
    ("en", _("English")),
    ("it", _("Italian")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("de", _("German")),
    ("ar", _("Arabic")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("ro", _("Romanian")),
    ("pl", _("Polish")),
    ("sq", _("Albanian")),
    ("ka", _("Georgian")),
    ("hy", _("Armenian")),
    ("fa", _("Persian, Dari")),
    ("ps", _("Pashto")),
    ("bn", _("Bengali")),
    ("zh", _("Chinese")),
    ("vi", _("Vietnamese")),
    ("ku", _("Kurdish")),
    ("ber", _("Berber languages")),
    ("wo", _("Wolof")),
    ("bm", _("Bambara")),
    ("ff", _("Fula")),
    ("so", _("Somali")),
    ("ti", _("Tigrinya")),
    ("mg", _("Malagasy")),
    ("swb", _("Comorian, Shimaore")),
    ("gcf", _("Antillean Creole")),
    ("rcf", _("Réunion Creole")),
    ("nl", _("Dutch")),
    ("ca", _("Catalan")),
    ("fsl", _("French Sign Language")),
    ("ssr", _("Swiss-French Sign Language")),
    ("ise", _("Italian Sign Language")),
]
