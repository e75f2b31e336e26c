"""What a lender's green label asks, filled in from the study, and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.life_carbon import life_carbon
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
    from mine_study.carbon import GridFactor
    from mine_study.life_carbon import LifeCarbon
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

    Component = tuple[Message, Message, Message]
    """Its name, what is there of it, and what is missing."""
    Claim = tuple[Message, str, Message]
    """A quantity, its value, and how it comes about."""


def green_label_tables(result: StudyResult, write: Figures) -> dict[str, Table]:
    """Return the four components of a green loan, and the figures that a claim would rest on.

    Parameters
    ----------
    result
        The study.
    write
        The reader.
    """
    return {
        "components": component_table(result, write),
        "claims": claim_table(result, write),
    }


def component_table(result: StudyResult, write: Figures) -> Table:
    """Return the four components of the Green Loan Principles: what is there, what is missing."""
    say = write.say
    return Table(
        caption=say(
            message("The four components of the Green Loan Principles (LMA, APLMA and LSTA)")
        ),
        columns=words(
            say(message("Component")),
            say(message("What this study holds")),
            say(message("What is still missing for the label")),
        ),
        rows=tuple(
            (say(name), say(there), say(missing))
            for name, there, missing in _components(result, write)
        ),
        from_mine=True,
    )


def _components(result: StudyResult, write: Figures) -> Iterator[Component]:
    amounts, carbon = result.money.amounts, life_carbon(result)
    yield (
        message("1 Use of proceeds"),
        message(
            "energy efficiency {measures}, renewable energy {plant}; both are eligible categories",
            measures=write.rounded(amounts.measures_capex),
            plant=write.rounded(amounts.plant_capex + amounts.storage_capex),
        ),
        message("a list of what is not financed, signed quotations"),
    )
    yield (
        message("2 Evaluation and selection"),
        message(
            "each measure and plant chosen by its worth after interactions; {tonnes} t CO₂e "
            "avoided in a year, {life} t in {years} years",
            tonnes=write.number(carbon.first_year_t, 1),
            life=write.number(carbon.life_t),
            years=write.number(carbon.years),
        ),
        message(
            "the environmental aims of the mine, and who looks at social and environmental risks: "
            "title, mercury, water, neighbours"
        ),
    )
    yield (
        message("3 Management of proceeds"),
        message("budget by item and order of work with what each step pays"),
        message("an account of its own or a ledger that follows the money of the loan"),
    )
    yield (
        message("4 Reporting"),
        message(
            "baseline of {kwh} kWh a year, plan of verification with IPMVP options, files with "
            "checksums",
            kwh=write.number(result.audit.before.annual_kwh),
        ),
        message(
            "a yearly report of kWh and t CO₂e for as long as the loan lasts, and an outside review"
        ),
    )


def claim_table(result: StudyResult, write: Figures) -> Table:
    """Return certificates and avoided emissions with the factor they rest on."""
    say = write.say
    return Table(
        caption=say(message("What a claim would rest on")),
        columns=(
            *words(say(message("Quantity"))),
            *numbers(say(message("Value"))),
            *words(say(message("How, and what it needs"))),
        ),
        rows=tuple(
            (say(name), value, say(remark)) for name, value, remark in _claims(result, write)
        ),
        from_mine=True,
    )


def _claims(result: StudyResult, write: Figures) -> Iterator[Claim]:
    carbon, factor = life_carbon(result), result.carbon.factor
    used = message(
        "{factor} t CO₂e/MWh of {year}",
        factor=write.number(factor.t_per_mwh, 3),
        year=str(factor.year),
    )
    yield (
        message("certificates (I-REC) that the plants could have issued [MWh/year]"),
        write.number(carbon.certificate_mwh, 1),
        message(
            "needs registration of the plant; who sells them may no longer call the energy its own"
        ),
    )
    yield (
        message("avoided by the mine in a full year [t CO₂e]"),
        write.number(carbon.first_year_t, 1),
        message("import before less import after the plan, times {used}", used=used),
    )
    yield (
        message("the same with the lowest and the highest factor known [t CO₂e]"),
        _of_extreme_factors(carbon, factor, write),
        message("wet and dry years; the import does not change"),
    )
    yield (
        message("avoided over the {years:d} years of the plan [t CO₂e]", years=carbon.years),
        write.number(carbon.life_t),
        message(
            "at {used} in all years, which nobody knows; the plant begins late and ages",
            used=used,
        ),
    )


def _of_extreme_factors(carbon: LifeCarbon, factor: GridFactor, write: Figures) -> str:
    """Return what a full year would avoid at the lowest and the highest factor known."""
    avoided_mwh = carbon.first_year_t / factor.t_per_mwh if factor.t_per_mwh else 0.0
    low, high = (
        write.number(avoided_mwh * end, 1)
        for end in (factor.least_t_per_mwh, factor.most_t_per_mwh)
    )
    return f"{low} … {high}"
