"""Local products as officers wrote them. A correction is a new row; so is a withdrawal.

The newest version of a product says what holds. The database itself refuses updates and
deletions of versions (migration 0002).
"""

from __future__ import annotations

from django.db import models


class LocalProduct(models.Model):
    """A product of a unit; its number names it wherever it is referred to."""

    unit = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("unit",), name="local_product_unit"),)

    def __str__(self) -> str:
        return f"{self.unit} product {self.pk}"


class ProductVersion(models.Model):
    """What somebody wrote of a product. sector: a code of the table of sectors, or ""."""

    product = models.ForeignKey(LocalProduct, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=150)
    sector = models.CharField(max_length=16, default="", blank=True)
    note = models.TextField(default="", blank=True)
    evidence = models.TextField(default="", blank=True)
    withdrawn = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.name} ({self.product_id})"
