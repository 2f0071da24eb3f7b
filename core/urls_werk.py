"""Routes of work: signals, jobs and the access log."""

from django.urls import path

from core.views import inzage, jobs, werk

urlpatterns = [
    path("signalen/<uuid:pk>", werk.SignaalView.as_view(), name="signaal"),
    path("signalen/<uuid:pk>/oppakken", werk.OppakkenView.as_view(), name="signaal-oppakken"),
    path("signalen/<uuid:pk>/loslaten", werk.LoslatenView.as_view(), name="signaal-loslaten"),
    path("signalen/<uuid:pk>/uitstellen", werk.UitstellenView.as_view(), name="signaal-uitstellen"),
    path(
        "signalen/<uuid:pk>/terugzetten", werk.TerugzettenView.as_view(), name="signaal-terugzetten"
    ),
    path("signalen/<uuid:pk>/afhandelen", werk.AfhandelenView.as_view(), name="signaal-afhandelen"),
    path("jobs", jobs.JobsView.as_view(), name="jobs"),
    path("jobs/demo", jobs.DemoVoortgangView.as_view(), name="job-demo"),
    path("jobs/<uuid:pk>", jobs.JobView.as_view(), name="job"),
    path("jobs/<uuid:pk>/stoppen", jobs.JobStoppenView.as_view(), name="job-stoppen"),
    path("inzage", inzage.InzageView.as_view(), name="inzage"),
    path("inzage/keten", inzage.KetenView.as_view(), name="inzage-keten"),
    path("inzage/maand", inzage.MaandView.as_view(), name="inzage-maand"),
]
