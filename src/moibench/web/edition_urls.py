"""Address of the page that publishes an edition."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import publishing

urlpatterns = [path("edition/publish", publishing.publish_edition, name="publish_edition")]
