"""Import of the data of aanbieders by contract management."""

from django.urls import include, path

from core.importexport.views import import_urls
from providers.views import importeren

urlpatterns = [
    path("importeren/", importeren.Importeren.as_view(), name="importeren"),
    *(
        path(f"importeren/{view.schema.code}/", include(import_urls(view, view.route)))
        for view in importeren.IMPORTS
    ),
]
