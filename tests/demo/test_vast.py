"""The fixed points of issue 2 §6."""

import datetime
import re
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from oauth2_provider.models import get_application_model

from contracts.choices import Perceelaard, Segmentcode
from contracts.models import Maatregel, Perceel, Perceelcontract, Product, Tarief, Uitsluiting
from core import identifiers, kluis
from core.choices import Organisatiesoort, Rolcode
from core.models import ApiClient, Gebruiker, Organisatie, Rol
from indications.models import JeugdigeKluis, Toewijzing, Verbruik
from ozjt.demo.burgers import VRIJ_VANAF
from ozjt.demo.catalogus import GEMEENTEN
from ozjt.demo.toegang import SCOPES, all_logins, one_login_per_role
from ozjt.demo.vast import load_fixed
from ozjt.demo.werklijsten import GEVALLEN
from providers.models import Aanbieder, AgbCode, Bankrekening, GeheimAdres, Locatie
from tests.demo.geldig import unexpected_findings


def digest(table: str, columns: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"select md5(string_agg(({columns})::text, '|' order by id)) from {table}")
        return cursor.fetchone()[0]


CONTENT = {
    "indications_toewijzing": "id, jeugdige_id, product_id, volume, begindatum, einddatum",
    "indications_jeugdige": "id, gemeente_id, geboortedatum",
    "contracts_tarief": "id, product_id, bedrag, begindatum",
    "contracts_perceelcontract": "id, aanbieder_id, perceel_id, einddatum",
    "availability_aanbod": "id, opgegeven_weken, vrije_plekken",
}


def contents() -> dict[str, str]:
    return {table: digest(table, columns) for table, columns in CONTENT.items()}


def test_the_same_everywhere(db: None) -> None:
    found = []
    for _ in range(2):
        with transaction.atomic():
            load_fixed(datetime.date(2026, 11, 22))
            found.append(contents())
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_again_on_a_later_day_only_moves_what_moves(vast: datetime.date) -> None:
    Aanbieder.objects.filter(naam="De Wilg").update(website="https://wilg.example")
    counted = [m.objects.count() for m in (Gebruiker, Rol, Toewijzing, Tarief, Product)]
    later = vast + datetime.timedelta(days=10)
    load_fixed(later)
    assert counted == [m.objects.count() for m in (Gebruiker, Rol, Toewijzing, Tarief, Product)]
    assert Aanbieder.objects.get(naam="De Wilg").website == "https://wilg.example"
    els = Perceelcontract.objects.get(aanbieder__naam="De Els")
    assert els.einddatum == later + datetime.timedelta(days=30)
    assert Maatregel.objects.get().begindatum == later - datetime.timedelta(days=90)


def test_gemeenten(vast: datetime.date) -> None:
    found = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).values_list("code", "naam")
    assert set(found) == {(g.code, g.naam) for g in GEMEENTEN}
    assert len(found) == 14


def test_every_role_can_log_in_with_demo(vast: datetime.date) -> None:
    assert {login.rol for login in all_logins()} == {*Rolcode, None} - {Rolcode.GEMEENTE_API}
    for login in all_logins():
        person = Gebruiker.objects.get(email=login.email)
        assert person.check_password("demo")
        assert person.is_staff == (login.rol is None)
        roles = list(person.rollen.valid_on(vast).values_list("rol", "organisatie_id"))
        assert roles == ([(login.rol, login.organisatie)] if login.rol else [])


@pytest.mark.parametrize(
    "email",
    [
        "toegang@enschede.demo", "backoffice@enschede.demo", "toegang@hof-van-twente.demo",
        "backoffice@rijssen-holten.demo", "contractmanager@ozjt.demo", "contractbeheer@ozjt.demo",
        "catalogus@ozjt.demo", "beschikbaarheid@ozjt.demo", "cpwv@ozjt.demo", "sroi@ozjt.demo",
        "screening@ozjt.demo", "toezicht@ozjt.demo", "fg@ozjt.demo", "verwijzer@gi.demo",
        "beheer@linde.demo", "zorg@linde.demo", "beheer@beuk.demo", "technisch@ozjt.demo",
    ],
)  # fmt: skip
def test_promised_logins(email: str) -> None:
    assert email in {login.email for login in all_logins()}


def test_api_client_per_gemeente(vast: datetime.date) -> None:
    for g in GEMEENTEN:
        application = get_application_model().objects.get(client_id=f"gemeente-{g.code}")
        assert check_password("demo-geheim", application.client_secret)
        client = ApiClient.objects.get(applicatie=application)
        assert (client.organisatie.code, client.scopes) == (g.code, SCOPES)
        assert list(client.rollen.values_list("rol", flat=True)) == [Rolcode.GEMEENTE_API]


def test_catalogue(vast: datetime.date) -> None:
    codes = {
        "DBGGB", "DBGGI", "DBHGB", "DBHGI", "DVAKT", "DDYSL", "DMEDC", "DSCRN", "DADEX", "DPLEG",
        "DGEZH", "DSPWO", "DVB24", "DZSTH", "DMKHU", "DLOGE", "DJZPL", "DCRIB", "DCRIP", "DSPOE",
    }  # fmt: skip
    products = {p.code: p for p in Product.objects.all()}
    assert codes < products.keys()
    assert (len(products), Perceel.objects.count()) == (60, 40)
    for code, product in products.items():
        official = code in {"ABGII", "ABHIR", "ABHIA"}
        assert product.voorbeeldgegeven is not official
        assert official or code.startswith("D")
        assert product.indirecte_tijd == product.verdeling_toegestaan == official
        assert product.definitie
        assert product.kies_als
        assert product.perceelproducten.exists()
    assert (products["DVAKT"].max_minuten, products["DVAKT"].max_sessies) == (2200, 24)
    assert (products["ABHIR"].max_duur_maanden, products["ABHIA"].max_duur_maanden) == (24, 24)
    groups = {p.groepsoort: p.jeugdigen_per_begeleider for p in products.values() if p.groepsoort}
    assert [*sorted(groups.values())] == ["2-3", "4", "4", "6"]


def test_cpwv_and_wait_and_exclusion(vast: datetime.date) -> None:
    cpwv = set(Perceel.objects.filter(via_cpwv=True).values_list("aard", flat=True))
    assert cpwv == {Perceelaard.WONEN, Perceelaard.VERBLIJF}
    weeks = set(Perceel.objects.values_list("max_wachttijd_weken", flat=True))
    assert weeks == {2, 6, 14}
    excluded = Uitsluiting.objects.filter(gemeente__code="0164", verwijzing="Wijkkracht Hengelo")
    assert set(excluded.values_list("product__code", flat=True)) == {"ABGII", "DBGGB"}
    screening = Perceel.objects.filter(perceelproducten__product__code="DSCRN")
    assert not set(screening.values_list("aard", flat=True)) & {
        Perceelaard.BEGELEIDING,
        Perceelaard.THERAPIE,
        Perceelaard.DYSLEXIE,
    }


def test_five_named_aanbieders(vast: datetime.date) -> None:
    names = dict(AgbCode.objects.values_list("code", "aanbieder__naam"))
    assert names == {
        "41990001": "Zorghuis De Linde",
        "41990002": "De Beuk",
        "41990003": "De Els",
        "41990004": "De Wilg",
        "41990005": "De Es",
    }
    linde = Perceelcontract.objects.filter(aanbieder__naam="Zorghuis De Linde")
    ambulant = Perceel.objects.filter(segment__code=Segmentcode.AMBULANT)
    assert linde.filter(perceel__in=ambulant, einddatum__isnull=False).count() == ambulant.count()
    assert linde.filter(perceel__aard=Perceelaard.VERBLIJF).exists()
    els = Perceelcontract.objects.get(aanbieder__naam="De Els")
    assert (els.perceel.code, els.einddatum) == ("BHI", vast + datetime.timedelta(days=30))
    wilg = Perceelcontract.objects.get(aanbieder__naam="De Wilg")
    assert wilg.perceel.aard == Perceelaard.THERAPIE
    stop = Maatregel.objects.get(soort="clientenstop")
    assert (stop.aanbieder.naam, stop.begindatum) == ("De Beuk", vast - datetime.timedelta(days=90))


def test_secret_address_stays_secret(vast: datetime.date) -> None:
    """R-BES-2: in public the gemeentehuis, the real one in the vault only."""
    secret = Locatie.objects.get(geheim=True)
    assert secret.aanbieder.naam == "De Es"
    assert secret.straat == "Gemeentehuis Almelo"
    sealed = GeheimAdres.objects.get(locatie=secret)
    real = kluis.decrypt(sealed.adres, bound_to=f"adres:{secret.pk}")
    assert real["huisnummer"] == "705"
    assert not Locatie.objects.filter(huisnummer="705").exists()


def test_check_digits(vast: datetime.date) -> None:
    assert all(map(identifiers.is_iban, Bankrekening.objects.values_list("iban", flat=True)))
    assert all(map(identifiers.is_agb, AgbCode.objects.values_list("code", flat=True)))
    assert all(map(identifiers.is_kvk, Aanbieder.objects.values_list("kvk", flat=True)))
    for bsn in _bsns():
        assert identifiers.is_bsn(bsn)
        assert identifiers.BSN_TEST_EERSTE <= int(bsn) < VRIJ_VANAF


def _bsns() -> list[str]:
    rows = JeugdigeKluis.objects.values_list("jeugdige_id", "bsn")
    return [kluis.decrypt(bsn, bound_to=f"bsn:{jeugdige}") for jeugdige, bsn in rows]


def test_no_bsn_outside_the_vault(vast: datetime.date) -> None:
    """Every column of every table as text, bytes as hex: neither a BSN nor a name stands there."""
    bsns = set(_bsns())
    assert len(bsns) == 98
    names = {
        kluis.decrypt(row.naam, bound_to=f"naam:{row.pk}")["geslachtsnaam"]
        for row in JeugdigeKluis.objects.all()
    }
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select t::text from "{table}" t')
            text = "\n".join(row[0] for row in cursor.fetchall())
            found = set(re.findall(r"(?=(9999\d{5}))", text)) & bsns
            found |= {name for name in names if name in text}
            found |= {bsn for bsn in bsns if bsn.encode().hex() in text}
            assert not found, table


def test_every_toewijzing_keeps_the_rules(vast: datetime.date) -> None:
    assert Toewijzing.objects.count() == 14 * 8 - 1 + len(GEVALLEN)
    assert unexpected_findings(Toewijzing.objects.all(), vast) == {}
    assert Verbruik.objects.filter(volume__gt=0).count() == 14 * 7 - 1


def test_command(db: None, settings) -> None:  # type: ignore[no-untyped-def]
    out = StringIO()
    call_command("demo", "--logins", stdout=out)
    assert len(out.getvalue().splitlines()) == len(one_login_per_role()) == len(Rolcode)
    assert not Gebruiker.objects.exists()
    call_command("demo", "--vast", stdout=out)
    assert Gebruiker.objects.filter(email="toegang@enschede.demo").exists()
    settings.DEMO = False
    with pytest.raises(CommandError, match="MODUS=demo"):
        call_command("demo", "--vast", stdout=out)
