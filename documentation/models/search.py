"""The narrow tables that are searched. Derived: documentation/search/index.py fills them, nobody edits them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from documentation.models.resource import Resource


class SearchRow(models.Model):
    """What is searched and counted of a public resource: its facets in one array, what it is sorted by, a vector.

    Several times faster than the wide table: more rows fit to a page. `facets`: see documentation/search/codes.py.
    Weights of the vector: A title, B other titles, subjects and authors, C publisher, sector, shelf, D abstract and
    opinions.
    """

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, primary_key=True, related_name="search_row")
    facets = ArrayField(models.IntegerField())
    year = models.SmallIntegerField(null=True)
    added = models.DateField(null=True)
    sort_title = models.CharField(max_length=80)
    vector = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="search_vector", fastupdate=False)]

    def __str__(self):
        return self.sort_title


class CatalogueWord(models.Model):
    """A word of the catalogue, normalised but not stemmed, and how many resources have it."""

    word = models.CharField(max_length=60, primary_key=True)
    stem = models.CharField(max_length=60, db_index=True)
    documents = models.PositiveIntegerField()

    class Meta:
        indexes = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="catalogue_word_trigrams"),
            models.Index(OpClass("word", name="text_pattern_ops"), name="catalogue_word_prefix"),
        ]

    def __str__(self):
        return self.word


class Suggestion(models.Model):
    """Something to offer while a question is typed: `key` is compared with the letters, `text` is shown."""

    key = models.CharField(max_length=80)
    text = models.CharField(max_length=160)
    kind = models.CharField(max_length=10)  # title, subject, author
    weight = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(OpClass("key", name="text_pattern_ops"), models.F("weight").desc(), name="suggestion_prefix")
        ]

    def __str__(self):
        return self.text
