import datetime

import pytest
from django.utils import timezone

from core.actor import ANONIEM
from core.choices import Organisatiesoort, Rolcode, Signaalernst, Signaalstatus
from core.fouten import Conflict, NietGevonden, Ongeldig
from core.models import Gebeurtenis, Signaal
from core.signalen import diensten
from core.signalen.motor import run_check
from core.signalen.selectors import Tab, counts, worklist
from tests.signalen import bouw
from tests.signalen.bouw import VANDAAG, days

pytestmark = pytest.mark.django_db
NU = timezone.now()


@pytest.fixture
def manager(ozjt):
    return bouw.actor_at(ozjt, Rolcode.CONTRACTMANAGER)


def signaal(organisatie, rol=Rolcode.CONTRACTMANAGER, **velden):
    velden = {"sleutel": str(Signaal.objects.count()), "ernst": Signaalernst.MOET, **velden}
    return Signaal.objects.create(
        controle="proef", titel="Titel", organisatie=organisatie, rol=rol, **velden
    )


class TestWie:
    """Nobody sees a signal of another organisation or of another role."""

    def test_own_role_at_own_organisation(self, ozjt, manager):
        signaal(ozjt)
        assert worklist(manager).count() == 1

    def test_contract_management_shares_one_worklist(self, ozjt):
        signaal(ozjt)
        assert worklist(bouw.actor_at(ozjt, Rolcode.CONTRACTBEHEERDER)).count() == 1

    @pytest.mark.parametrize(
        "rol",
        [r for r in Rolcode if r not in (Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER)],
    )
    def test_no_other_role_at_the_same_organisation(self, ozjt, rol):
        found = signaal(ozjt)
        actor = bouw.actor_at(ozjt, rol)
        assert not worklist(actor).exists()
        assert counts(actor, NU).alles == 0
        with pytest.raises(NietGevonden):
            diensten.take_signaal(actor, found.pk)

    def test_same_role_at_another_organisation_sees_nothing(self, ozjt):
        els, beuk = (bouw.aanbieder(naam).organisatie for naam in ("De Els", "De Beuk"))
        found = signaal(els, Rolcode.AANBIEDER_BEHEERDER)
        other = bouw.actor_at(beuk, Rolcode.AANBIEDER_BEHEERDER)
        assert worklist(bouw.actor_at(els, Rolcode.AANBIEDER_BEHEERDER)).count() == 1
        assert not worklist(other).exists()
        with pytest.raises(NietGevonden):
            diensten.resume_signaal(other, found.pk)

    def test_nobody_sees_nothing(self, ozjt):
        signaal(ozjt)
        assert not worklist(ANONIEM).exists()


class TestVolgorde:
    def test_consequence_first_then_age(self, ozjt, manager):
        old = NU - datetime.timedelta(days=5)
        light = signaal(ozjt, ernst=Signaalernst.AANDACHT, raakt=99, geopend_op=old)
        few = signaal(ozjt, raakt=1, geopend_op=NU)
        few_old = signaal(ozjt, raakt=1, geopend_op=old)
        many = signaal(ozjt, raakt=31, geopend_op=NU)
        judge = signaal(ozjt, ernst=Signaalernst.BEOORDELEN, raakt=500, geopend_op=old)
        assert list(worklist(manager)) == [many, few_old, few, light, judge]

    @pytest.mark.parametrize(
        ("ernst", "dagen", "te_laat"),
        [
            (Signaalernst.MOET, 6, 0),
            (Signaalernst.MOET, 8, 1),
            (Signaalernst.AANDACHT, 13, 0),
            (Signaalernst.AANDACHT, 15, 1),
            (Signaalernst.BEOORDELEN, 27, 0),
            (Signaalernst.BEOORDELEN, 29, 1),
        ],
    )
    def test_late_after_the_term_of_its_weight(self, ozjt, manager, ernst, dagen, te_laat):
        signaal(ozjt, ernst=ernst, geopend_op=NU - datetime.timedelta(days=dagen))
        assert counts(manager, NU).te_laat == te_laat
        assert worklist(manager, Tab.TE_LAAT, NU).count() == te_laat

    def test_counts_equal_the_tabs(self, ozjt, manager):
        signaal(ozjt, raakt=3)
        signaal(ozjt, eigenaar_id=manager.id)
        signaal(ozjt, status=Signaalstatus.UITGESTELD, uitgesteld_tot=days(3))
        signaal(ozjt, status=Signaalstatus.GESLOTEN)
        found = counts(manager, NU)
        assert (found.alles, found.van_mij, found.uitgesteld, found.raakt) == (2, 1, 1, 1)
        for tab in Tab:
            assert worklist(manager, tab, NU).count() == found.of(tab)


class TestDoen:
    def test_take_and_let_go_stand_in_history_and_events(self, ozjt, manager):
        found = signaal(ozjt)
        diensten.take_signaal(manager, found.pk)
        found.refresh_from_db()
        assert found.eigenaar_id == manager.id
        diensten.release_signaal(manager, found.pk)
        found.refresh_from_db()
        assert found.eigenaar_id is None
        assert [(s.soort, s.wie) for s in found.stappen.order_by("id")] == [
            ("opgepakt", manager.naam),
            ("losgelaten", manager.naam),
        ]
        assert set(Gebeurtenis.objects.values_list("soort", flat=True)) == {
            "signaal.opgepakt",
            "signaal.losgelaten",
        }

    @pytest.mark.parametrize(("dagen", "mag"), [(0, False), (1, True), (92, True), (93, False)])
    def test_postpone_from_tomorrow_to_three_months(self, ozjt, manager, dagen, mag):
        found = signaal(ozjt)
        args = {"tot": days(dagen), "reden": "", "peildatum": VANDAAG}
        if mag:
            assert diensten.postpone_signaal(manager, found.pk, **args).uitgesteld_tot == days(
                dagen
            )
        else:
            with pytest.raises(Ongeldig) as exc:
                diensten.postpone_signaal(manager, found.pk, **args)
            assert exc.value.bevindingen[0].code == "uitstel_ongeldig"

    def test_resume(self, ozjt, manager):
        found = signaal(ozjt, status=Signaalstatus.UITGESTELD, uitgesteld_tot=days(3))
        assert diensten.resume_signaal(manager, found.pk).status == Signaalstatus.OPEN
        with pytest.raises(Conflict) as exc:
            diensten.resume_signaal(manager, found.pk)
        assert exc.value.code == "status_overgang"

    def test_a_fault_in_the_data_cannot_be_settled_by_hand(self, proef, ozjt, manager):
        proef().gevonden = {"a": 1}
        run_check("proef", VANDAAG)
        with pytest.raises(Conflict) as exc:
            diensten.settle_signaal(manager, Signaal.objects.get().pk, reden="Zo klaar", nu=NU)
        assert exc.value.code == "signaal_niet_sluitbaar"
        assert Signaal.objects.get().status == Signaalstatus.OPEN

    def test_settling_needs_a_reason_and_is_once(self, proef, ozjt, manager):
        proef(sluitbaar=True).gevonden = {"a": 1}
        run_check("proef", VANDAAG)
        found = Signaal.objects.get()
        with pytest.raises(Ongeldig):
            diensten.settle_signaal(manager, found.pk, reden="  ", nu=NU)
        diensten.settle_signaal(manager, found.pk, reden="Gesprek gepland", nu=NU)
        with pytest.raises(Conflict) as exc:
            diensten.take_signaal(manager, found.pk)
        assert exc.value.code == "signaal_gesloten"

    def test_organisation_without_the_role_gets_404_not_403(self, ozjt):
        other = bouw.actor_at(
            bouw.organisatie(Organisatiesoort.GEMEENTE, "Borne", "0147"), Rolcode.TOEGANG
        )
        with pytest.raises(NietGevonden):
            diensten.take_signaal(other, signaal(ozjt).pk)
