"""List and create of toewijzingen, as an ordinary project writes them."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import pagination, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from bench.drf.serializers import ToewijzingSerializer
from core.choices import Actorsoort, Inzagehandeling
from core.models import Inzage
from indications.models import Toewijzing


class NewestFirst(pagination.CursorPagination):
    page_size = 100
    ordering = ("-toewijzingsmoment", "-id")


class ToewijzingViewSet(viewsets.ModelViewSet):
    serializer_class = ToewijzingSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Toewijzing]:
        rows = Toewijzing.objects.filter(gemeente=self.request.user.client.organisatie)
        return rows.select_related("gemeente", "aanbieder", "product", "jeugdige", "verwijzing")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().list(request, *args, **kwargs)
        client = request.user.client
        Inzage.objects.create(
            handeling=Inzagehandeling.LEZEN,
            soort="toewijzing.lijst",
            actorsoort=Actorsoort.API,
            actor_id=client.id,
            actor_naam=client.naam,
            organisatie_id=client.organisatie_id,
            jeugdigen=list({row["jeugdige_id"] for row in response.data["results"]}),
        )
        return response
