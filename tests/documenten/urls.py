"""A form that takes a document, with the viewer beside it; and the portal's own routes."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from core.documenten.soorten import readable
from core.documenten.upload import DocumentField, store_upload
from core.forms import PortalForm
from core.models import Organisatie
from core.policies import AANGEMELD
from core.views.basis import PortalView
from ozjt.urls import urlpatterns as portal

handler400 = "core.views.fouten.bad_request"
PAGE = """
{% extends "base.html" %}{% load static %}
{% block page_title %}Beoordelen{% endblock %}
{% block head %}<link rel="stylesheet" href="{% static "css/documenten.css" %}">{% endblock %}
{% block h1 %}Beoordelen{% endblock %}
{% block content %}<div class="halves">
  {% if document %}{% include "documenten/_kijker.html" %}{% endif %}
  <section class="card"><h2>Besluit</h2>
    <form method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}{{ form }}
      <p class="actions"><button class="utrecht-button">Bewaren</button></p>
    </form>
  </section>
</div>{% endblock %}
"""


class ProefForm(PortalForm):
    omschrijving = forms.CharField(label="Omschrijving", required=False)
    verklaring = DocumentField(label="Verklaring", required=False)


class ProefView(PortalView):
    rechten = {"GET": AANGEMELD, "POST": AANGEMELD}

    def get(self, request: HttpRequest, document_id: UUID | None = None) -> HttpResponse:
        document = readable(self.actor, document_id) if document_id else None
        return self._show(ProefForm(), document=document)

    def post(self, request: HttpRequest, document_id: UUID | None = None) -> HttpResponse:
        form = ProefForm(request.POST, request.FILES)
        form.is_valid()
        eigenaar = Organisatie.objects.get(pk=self.actor.organisatie_id)
        document = store_upload(self.actor, form, "verklaring", "proef", eigenaar)
        if not form.is_valid():
            return self._show(form, status=400)
        return redirect("proef", document.pk) if document else HttpResponse("zonder")

    def _show(self, form: ProefForm, status: int = 200, document=None) -> HttpResponse:
        page = engines["django"].from_string(PAGE)
        context = {"form": form, "document": document}
        return HttpResponse(page.render(context, self.request), status=status)


urlpatterns = [
    path("proef/", ProefView.as_view(), name="proef"),
    path("proef/<uuid:document_id>", ProefView.as_view(), name="proef"),
    *portal,
]
