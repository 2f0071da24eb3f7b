from django.urls import path

from core.documenten.views import download

app_name = "documenten"
urlpatterns = [path("documenten/<uuid:document_id>", download, name="ophalen")]
