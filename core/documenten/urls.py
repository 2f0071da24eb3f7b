from django.urls import path

from core.documenten.views import BekijkenView, download, page

app_name = "documenten"
urlpatterns = [
    path("documenten/<uuid:document_id>", download, name="ophalen"),
    path("documenten/<uuid:document_id>/bekijken", BekijkenView.as_view(), name="bekijken"),
    path("documenten/<uuid:document_id>/pagina/<int:pagina>", page, name="pagina"),
]
