"""Numbers that people quote (BV-…, MT-…, OV-…): unique, not gapless; nobody waits for one."""

from django.db import models
from django.db.models import Func


class Volgnummer(Func):
    """Next value of a sequence of this app."""

    output_field = models.BigIntegerField()

    def __init__(self, reeks: str) -> None:
        self.reeks = reeks
        super().__init__(template=f"nextval('{reeks}')")

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return "contractbeheer.models.nummers.Volgnummer", [self.reeks], {}
