"""The documents that units have their reports written into, every one ever handed in."""

from __future__ import annotations

from django.db import models


class UnitTemplate(models.Model):
    """A unit's template of a kind was put in or taken away. Rows are added, never changed.

    The newest row of a unit and kind counts; one without a sha256 takes the template away. The
    content lies in the data folder under its sha256. name: of the file, as handed in. size: bytes.
    """

    unit = models.CharField(max_length=16)
    kind = models.CharField(max_length=4, choices=(("docx", "docx"), ("pptx", "pptx")))
    name = models.CharField(max_length=150, default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    size = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("unit", "kind", "id"), name="unit_template_place"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.name}"
