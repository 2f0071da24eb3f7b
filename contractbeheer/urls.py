from django.urls import path

from contractbeheer import urls_beeindigen, urls_maatregelen
from contractbeheer.views import overname, watals

_OVERNAMES = [
    path("wat-als", watals.WatAls.as_view(), name="wat-als"),
    path("overnames", overname.Overnames.as_view(), name="overnames"),
    path("overnames/plannen", overname.OvernamePlannen.as_view(), name="overname-plannen"),
    path("overnames/<uuid:pk>", overname.OvernameDetail.as_view(), name="overname"),
    path(
        "overnames/<uuid:pk>/terugdraaien",
        overname.OvernameTerugdraaien.as_view(),
        name="overname-terugdraaien",
    ),
    path("overnames/<uuid:pk>/<slug:tab>", overname.OvernameDetail.as_view(), name="overname"),
]

urlpatterns = [*urls_beeindigen.urlpatterns, *_OVERNAMES, *urls_maatregelen.urlpatterns]
