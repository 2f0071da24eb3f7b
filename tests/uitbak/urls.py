from django.http import HttpResponse
from django.urls import path, re_path


def page(request, *args, **kwargs):
    return HttpResponse()


urlpatterns = [
    path("werk/", page),
    path("contracten/<uuid:pk>/", page),
    path("contracten/<uuid:pk>/stap/<uuid:stap>", page),
    path("zoek/<str:naam>/", page),
    path("jaar/<int:jaar>/", page),
    re_path(r"^oud/(\d+)/$", page),
]
