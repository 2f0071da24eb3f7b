from django.urls import include, path

from core.importexport.inlezen import Importschema
from core.importexport.views import ImportView, import_urls
from core.policies import AANGEMELD
from ozjt.urls import urlpatterns as portal
from tests.importexport.test_inlezen import KOLOMMEN, per_row, store_one


class Proefimport(ImportView):
    schema = Importschema(
        "proef", "Instellingen inlezen", KOLOMMEN, AANGEMELD, per_row(store_one), sleutel=("code",)
    )


urlpatterns = [path("proef/", include(import_urls(Proefimport, "proef"))), *portal]
