"""What is hidden besides the small figures, so that none can be computed (R-CON-7)."""

import datetime
import io
import zipfile
from itertools import permutations, product

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from core.choices import Organisatiesoort, Rolcode
from core.models import Signaal
from core.signalen.motor import run_check
from monitoring import berekeningen, selectors
from monitoring.berekeningen import Berekening, Vorm
from monitoring.choices import Maateenheid
from monitoring.klein import shielded
from monitoring.meten import measure, measure_since
from monitoring.models import Meting
from monitoring.rules import period_of
from monitoring.services import uitvragen
from tests.factories.core import OrganisatieFactory
from tests.factories.monitoring import GevraagdFactory, UitvraagFactory
from tests.factories.providers import AanbiederFactory
from tests.monitoring.conftest import LATER, versie

pytestmark = pytest.mark.django_db

BEGIN = datetime.date(2026, 1, 1)
NU = datetime.date(2026, 5, 1)
TOTAAL = "regio"
AANBIEDERS = ["a1", "a2", "a3"]
GEMEENTEN = ["g1", "g2", "g3", "g4", "g5"]
#: Jeugdigen of one aanbieder in one gemeente, and how many of them the percentage counts.
CEL = """select '{a}'::uuid as aanbieder_id, '{g}'::uuid as gemeente_id,
  case when {n} > 0 then md5('{a}{g}' || nr)::uuid end as jeugdige_id,
  (nr <= {k})::int as teller, 1 as noemer
from generate_series(1, greatest({n}, 1)) nr"""


class Proef:
    """An indicator that counts what a test says, as OZJT sees it."""

    def __init__(self, actor, monkeypatch, eenheid):
        self.actor = actor
        self.versie = versie("proef", eenheid)
        self.ids = {naam: AanbiederFactory(naam=naam).pk for naam in AANBIEDERS}
        for naam in GEMEENTEN:
            place = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam=naam)
            self.ids[naam] = place.pk
        self.table = {}
        vorm = Vorm.AANDEEL if eenheid == Maateenheid.PROCENT else Vorm.AANTAL
        made = Berekening("proef", "Proef", vorm, Maateenheid(eenheid), "", self.query)
        monkeypatch.setitem(berekeningen._REGISTER, "proef", made)

    def query(self):
        cells = [
            CEL.format(a=self.ids[a], g=self.ids[g], n=n, k=k)
            for (a, g), (n, k) in self.table.items()
        ]
        return " union all ".join(cells)

    def seen(self, table):
        """(people shown, figure) by name; None where it is hidden."""
        self.table = table
        measure(self.versie, period_of("kwartaal", BEGIN), NU)
        rows = [
            *selectors.series(self.actor, self.versie.indicator_id),
            *selectors.per_aanbieder(self.actor, self.versie.indicator_id, BEGIN),
            *selectors.per_gemeente(self.actor, self.versie.indicator_id, BEGIN),
        ]
        assert all((row["getoond"] == shielded()) == row["klein"] for row in rows)
        return {
            row["aanbieder_naam"] or row["gemeente_naam"] or TOTAAL: (
                None if row["klein"] else (int(row["getoonde_jeugdigen"]), row["cijfer"])
            )
            for row in rows
        }

    def hidden(self, table):
        return {naam for naam, shown in self.seen(table).items() if shown is None}


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT)


@pytest.fixture
def proef(actor_for, ozjt, monkeypatch):
    actor = actor_for(Rolcode.CONTRACTMANAGER, ozjt)
    return lambda eenheid="jeugdigen": Proef(actor, monkeypatch, eenheid)


def table_of(**counts):
    """`a1_g1=7`: seven jeugdigen, none of them counted in a percentage; `(7, 2)`: two."""
    cells = {tuple(key.split("_")): value for key, value in counts.items()}
    return {
        cell: value if isinstance(value, tuple) else (value, 0) for cell, value in cells.items()
    }


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        pytest.param({"a1_g1": 5, "a1_g2": 6, "a1_g3": 0}, set(), id="nothing small"),
        pytest.param(
            {"a1_g1": 3, "a1_g2": 9, "a1_g3": 7, "a1_g4": 20}, {"g1", "g3"},
            id="one small gemeente takes the smallest other",
        ),
        pytest.param(
            {"a1_g1": 1, "a1_g2": 1, "a1_g3": 30, "a1_g4": 31}, {"g1", "g2", "g3"},
            id="two ones take a large one, or their sum gives them away",
        ),
        pytest.param(
            {"a1_g1": 3, "a1_g2": 7, "a1_g3": 7, "a1_g4": 8}, {"g1", "g2", "g3"},
            id="of equal ones no choice is made",
        ),
        pytest.param(
            {"a1_g1": 2, "a1_g2": 0, "a1_g3": 6, "a1_g4": 8}, {"g1", "g3"}, id="a zero is shown",
        ),
        pytest.param(
            {"a1_g1": 3, "a1_g2": 4, "a2_g2": 0}, {"g1", "g2", TOTAAL, "a1"},
            id="only small ones take the total and the other level",
        ),
        pytest.param(
            {"a1_g1": 4, "a1_g2": 3, "a2_g3": 4, "a2_g4": 4, "a2_g5": 1},
            {"g1", "g2", "g3", "g4", "g5", TOTAAL, "a1", "a2"},
            id="all of the other level, which adds up to the total",
        ),
        pytest.param(
            {"a1_g1": 2, "a2_g1": 3, "a3_g2": 4}, {TOTAAL, "a1", "a2", "a3", "g1", "g2"},
            id="only small ones on one level, a small one on the other",
        ),
        pytest.param(
            {"a1_g1": 3, "a2_g2": 1}, {TOTAAL, "a1", "a2", "g1", "g2"}, id="a small total",
        ),
        pytest.param(
            {"a1_g1": 3, "a1_g2": 20, "a2_g2": 20, "a2_g3": 30}, {"g1", "g3"},
            id="small on one level only",
        ),
    ],
)  # fmt: skip
def test_what_is_hidden(proef, counts, hidden):
    found = proef()
    assert found.hidden(table_of(**counts)) == hidden


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        pytest.param(
            {"a1_g1": (20, 2), "a1_g2": (30, 9), "a1_g3": (40, 9)}, {"g1", "g2"},
            id="made by a few",
        ),
        pytest.param(
            {"a1_g1": (20, 2), "a1_g2": (20, 4), "a1_g3": (15, 1)},
            {"g1", "g2", "g3", TOTAAL, "a1"},
            id="all made by a few",
        ),
        pytest.param(
            {"a1_g1": (20, 0), "a1_g2": (4, 0), "a1_g3": (15, 9), "a1_g4": (9, 8)}, {"g2", "g4"},
            id="about a few",
        ),
    ],
)  # fmt: skip
def test_what_is_hidden_of_a_percentage(proef, counts, hidden):
    assert proef("procent").hidden(table_of(**counts)) == hidden


def test_what_is_about_nobody_is_never_hidden(actor_for, ozjt, monkeypatch):
    found = Proef(actor_for(Rolcode.CONTRACTMANAGER, ozjt), monkeypatch, "weken")
    stated = Berekening(
        "proef", "Proef", Vorm.GEMIDDELDE, Maateenheid.WEKEN, "", found.query, over_jeugdigen=False
    )
    monkeypatch.setitem(berekeningen._REGISTER, "proef", stated)
    found.table = table_of(a1_g1=(3, 2), a2_g2=(9, 3))
    measure(found.versie, period_of("kwartaal", BEGIN), NU)
    assert set(Meting.objects.values_list("jeugdigen", "erbij")) == {(None, False)}


def test_changed_counts_move_what_is_hidden_and_a_repeat_changes_nothing(proef):
    found = proef()
    first = table_of(a1_g1=3, a1_g2=9, a1_g3=7)
    assert found.hidden(first) == {"g1", "g3"}
    rows = set(Meting.objects.values_list("pk", "erbij"))
    assert found.hidden(first) == {"g1", "g3"}
    assert set(Meting.objects.values_list("pk", "erbij")) == rows
    assert found.hidden(table_of(a1_g1=3, a1_g2=9, a1_g3=11)) == {"g1", "g2"}
    assert found.hidden(table_of(a1_g1=5, a1_g2=9, a1_g3=11)) == set()
    assert not Meting.objects.filter(erbij=True).exists()


def test_answers_of_aanbieders_are_measured_alike(actor_for, ozjt):
    """A mean over 3, 12 and 40 jeugdigen: the second goes with the first."""
    asked = GevraagdFactory()
    for people in (3, 12, 40):
        row = UitvraagFactory(
            versie=asked, aanbieder__naam=f"over {people}", status="beantwoord", waarde=7,
            jeugdigen=people, beantwoord_op=timezone.now(),
        )  # fmt: skip
        uitvragen.accept(actor_for(Rolcode.CONTRACTMANAGER, ozjt), row.pk, peildatum=LATER)
    marked = Meting.objects.filter(erbij=True)
    assert [row.aanbieder.naam for row in marked] == ["over 12"]
    Meting.objects.update(erbij=False)
    measure_since(datetime.date(2026, 1, 1), LATER)
    assert marked.count() == 1


def margins(table):
    """Jeugdigen by name, with the total."""
    found = {}
    for (a, g), (n, _k) in table.items():
        for naam in (a, g, TOTAAL):
            found[naam] = found.get(naam, 0) + n
    return found


def level(figures, names):
    return [naam for naam in names if naam in figures]


def that_fit(figures, hidden):
    """Other figures with the same sums, in which only hidden ones differ, by one."""
    levels = [level(figures, AANBIEDERS), level(figures, GEMEENTEN)]
    pools = [[naam for naam in names if naam in hidden] for names in levels]
    for step in (1, -1):
        for pool in pools:
            for one, other in permutations(pool, 2):
                yield {**figures, one: figures[one] + step, other: figures[other] - step}
        if TOTAAL in hidden:
            for chosen in product(*pools):
                yield {**figures, **{n: figures[n] + step for n in (TOTAAL, *chosen)}}


numbers = st.sampled_from([0, 1, 1, 3, 4, 5, 6, 20])
tables = st.dictionaries(
    st.tuples(st.sampled_from(AANBIEDERS), st.sampled_from(GEMEENTEN)),
    st.tuples(numbers, numbers).map(lambda cell: (cell[0], min(cell))),
    min_size=1,
)
many = tried(max_examples=80, deadline=None)


@pytest.mark.parametrize("eenheid", ["jeugdigen", "procent"])
def test_no_hidden_number_can_be_computed(proef, eenheid):
    """Each has another value that fits the sums; a reader knows that a hidden one is no zero."""
    found = proef(eenheid)

    @many
    @given(tables)
    @example({("a1", g): (1, 1) for g in GEMEENTEN})
    def check(table):
        figures, hidden = margins(table), found.hidden(table)
        assert all(figures[naam] for naam in hidden)
        assert {n for n, count in figures.items() if 0 < count < 5} <= hidden
        others = {naam: set() for naam in hidden}
        for other in that_fit(figures, hidden):
            assert sum(other[a] for a in level(other, AANBIEDERS)) == other[TOTAAL]
            assert sum(other[g] for g in level(other, GEMEENTEN)) == other[TOTAAL]
            if all(other[naam] >= 1 for naam in hidden):
                for naam in hidden:
                    others[naam].add(other[naam])
        assert all(others[naam] - {figures[naam]} for naam in hidden)

    check()


@pytest.mark.parametrize("eenheid", ["jeugdigen", "procent"])
def test_what_is_seen_does_not_say_which_of_the_hidden_is_small(proef, eenheid):
    """Two hidden ones of a level change places: not one figure looks different."""
    found = proef(eenheid)

    @many
    @given(tables, st.data())
    def check(table, data):
        seen = found.seen(table)
        hidden = {naam for naam, shown in seen.items() if shown is None}
        pairs = [
            pair
            for names in (AANBIEDERS, GEMEENTEN)
            for pair in permutations(sorted(hidden & set(names)), 2)
        ]
        if not pairs:
            return
        one, other = data.draw(st.sampled_from(pairs))
        swap = {one: other, other: one}
        changed = {(swap.get(a, a), swap.get(g, g)): cell for (a, g), cell in table.items()}
        assert found.seen(changed) == seen

    check()


@pytest.fixture
def only_small(wereld, monkeypatch):
    """Inflow 7 in the last quarter, from two gemeenten, with 9 before it; a norm that it meets."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: NU)
    found = versie("instroom", norm=10, richting="lager", naam="Nieuwe jeugdigen")
    for begin, counts in (("2025-11-01", (9, 0)), ("2026-02-01", (4, 3))):
        for place, count in zip((wereld.enschede, wereld.hengelo), counts, strict=True):
            for _ in range(count):
                wereld.hulp(begin, gemeente=place)
    measure_since(datetime.date(2025, 10, 1), NU)
    return found


def test_hidden_total_is_nowhere_on_a_page_or_in_a_file(client_for, ozjt, only_small, wereld):
    browser = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    detail = reverse("indicator", args=[only_small.indicator_id])
    pages = [
        reverse("indicatoren"),
        reverse("doelenboom"),
        detail,
        f"{detail}?aanbieder={wereld.linde.pk}",
        reverse("aanbieder", args=[wereld.linde.pk, "indicatoren"]),
    ]
    for address in pages:
        page = browser.get(address).content.decode()
        assert "afgeschermd" in page
        assert "Afgeschermd: het gaat over minder dan 5 jeugdigen" in page
        assert "7 jeugdigen" not in page
        assert "beter dan vorige periode" not in page
    listed = browser.get(reverse("indicatoren")).content.decode()
    assert "0 voldoen aan de norm" in listed
    assert "Nieuwe jeugdigen" in listed
    met = browser.get(reverse("indicatoren") + "?stand=voldoet").content.decode()
    assert "Nieuwe jeugdigen" not in met
    marks = browser.get(detail).content.decode().split("<figure")
    assert "K1 26: 7" not in "".join(marks)
    levels = [
        reverse("indicator", args=[only_small.indicator_id, tab])
        for tab in ("aanbieders", "gemeenten")
    ]
    for address in (reverse("indicatoren"), detail, *levels):
        answer = browser.get(f"{address}?formaat=xlsx")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as book:
            content = b"\n".join(book.read(name) for name in book.namelist()).decode()
        assert "afgeschermd" in content
        assert "<v>7</v>" not in content
        assert "7.00" not in content


def test_hidden_total_is_not_in_the_evidence_of_a_signal(ozjt, only_small):
    """Of both quarters something is wrong; of the one that is shown the signal says what."""
    Meting.objects.filter(aanbieder=None, gemeente=None, begindatum__lte=BEGIN).update(teller=99)
    run_check("meting_klopt_niet", datetime.date(2026, 4, 2))
    found = Signaal.objects.filter(controle="meting_klopt_niet").values_list("bewijs", flat=True)
    assert {row["van"]: "staat er" in row or "geteld" in row for row in found} == {
        "2025-10-01": True, "2026-01-01": False,
    }  # fmt: skip


def test_hidden_figures_take_no_place_in_the_order(client_for, ozjt, proef, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: NU)
    found = proef()
    found.seen(table_of(a1_g1=3, a1_g2=9, a1_g3=30, a1_g4=20))
    browser = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    tab = reverse("indicator", args=[found.versie.indicator_id, "gemeenten"])
    for sort, order in (("cijfer", ["g4", "g3"]), ("-cijfer", ["g3", "g4"])):
        page = browser.get(f"{tab}?sorteer={sort}").content.decode().split("<tbody")[1]
        places = [naam for naam in GEMEENTEN if f">{naam}<" in page]
        assert sorted(places, key=lambda naam: page.index(f">{naam}<")) == order


def test_higher_threshold_without_measuring_again_is_found(proef, ozjt, settings):
    found = proef()
    found.seen(table_of(a1_g1=7, a1_g2=30, a1_g3=40, a2_g3=60))

    def signals():
        run_check("meting_klopt_niet", datetime.date(2027, 1, 1))
        rows = Signaal.objects.filter(controle="meting_klopt_niet", status="open")
        return list(rows.values_list("titel", "bewijs__indicator"))

    assert signals() == []
    settings.KLEIN_AANTAL = 10
    assert signals() == [("Klein aantal is te berekenen", found.versie.indicator.code)]
    assert found.hidden(found.table) == {"g1", "g2"}
    assert signals() == []
