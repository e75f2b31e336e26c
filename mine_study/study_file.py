"""What `study.yaml` may say: typed, frozen, and refused when a key is unknown."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Fraction = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(gt=-1, le=1)]
Money = Annotated[float, Field(ge=0, le=1e18)]
Positive = Annotated[float, Field(gt=0, le=1e18)]
Word = Annotated[str, Field(min_length=1)]
DaysOfMonth = Annotated[int, Field(ge=0, le=31)]
DayOfYear = Annotated[int, Field(ge=1, le=365)]
Micrometres = Annotated[float, Field(gt=0, le=1e6)]
Power = Annotated[float, Field(ge=0, le=1e9)]
Months = Annotated[int, Field(ge=0, le=600)]
Powers = Annotated[list[Power], Field(min_length=1, max_length=60)]


def _as_list(given: Any) -> Any:  # noqa: ANN401  YAML holds any type
    """Return one name as a list of one."""
    return [given] if isinstance(given, str) else given


Words = Annotated[list[Word], BeforeValidator(_as_list), Field(min_length=1, max_length=100)]
StorageRules = Annotated[
    list[Literal["self_consumption", "peak_cap", "time_of_use", "backup_reserve"]],
    BeforeValidator(_as_list),
    Field(min_length=1, max_length=4),
]


def _as_text(given: Any) -> Any:  # noqa: ANN401  YAML holds any type
    """Return a day or a whole number as its text, and an empty text as nothing said."""
    is_number = isinstance(given, int) and not isinstance(given, bool)
    if given == "":
        return None
    return str(given) if is_number or isinstance(given, date) else given


Text = Annotated[
    Annotated[str, Field(max_length=500)] | None,
    BeforeValidator(_as_text),
]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Identity(_Section):
    """Which mine, where, in which money and language."""

    name: Word
    country: Literal["CO", "PE"]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    language: Literal["es", "en"]
    year: Annotated[int, Field(ge=2000, le=2100)]
    synthetic: bool


class Files(_Section):
    """Files beside the study file."""

    inventory: Words
    bills: Word
    quotations: Word | None = None


class ReportKeys(_Section):
    """Who stands for the report; what is missing is left open on its page, to fill in by hand."""

    client: Text = None
    auditor: Text = None
    auditor_licence: Text = None
    visited: Text = None
    scope: Text = None
    accuracy: Text = None


class MineProduction(_Section):
    """What the mine produces, for its intensities."""

    ore_t_per_year: Positive | None = None
    gold_g_per_year: Positive | None = None
    workers: Annotated[int, Field(gt=0, le=1_000_000)] | None = None
    bond_work_index_kwh_per_t: Annotated[float, Field(gt=0, le=100)] | None = None
    f80_um: Micrometres | None = None
    p80_um: Micrometres | None = None


class Supply(_Section):
    """The grid."""

    frequency_hz: Literal[50, 60]


class CalendarKeys(_Section):
    """Working time."""

    shifts_per_day: Annotated[int, Field(ge=1, le=4)]
    hours_per_shift: Annotated[float, Field(gt=0, le=24)]
    first_shift_starts_at: Annotated[int, Field(ge=0, le=23)]
    days_per_month: Annotated[int, Field(ge=1, le=31)]
    sundays: Literal["off", "worked"]
    holidays: Literal["off", "worked", "as_needed"]
    saturdays: Literal["worked", "half", "off"]
    ramp_up_hours: Annotated[float, Field(ge=0, le=24)]
    blast_pause_starts_at: Annotated[float, Field(ge=0, lt=24)] | None = None
    blast_pause_hours: Annotated[float, Field(ge=0, le=24)]


class MeterKeys(_Section):
    """A file of an interval meter, and what its readings do."""

    file: Word | None = None
    mode: Literal["calibrate", "replace"]
    label: Literal["start", "end"]


class AuditKeys(_Section):
    """How the audit deals with the bills and with chance."""

    calibrate: bool
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)]


class WeatherKeys(_Section):
    """Where the sun's figures come from."""

    source: Word
    file: Word | None = None
    time_label: Literal["auto", "start", "centre", "end", "instant"]
    ghi_kwh_m2_day: Annotated[float, Field(ge=2.7, le=7.4)] | None = None
    ghi_reason: Word | None = None
    seed: Annotated[int, Field(ge=0)]


class PlaneKeys(_Section):
    """Modules that look another way than the rest: a roof, a slope."""

    name: Word
    share_fraction: Annotated[float, Field(gt=0, le=1)]
    tilt_deg: Annotated[float, Field(ge=0, le=90)]
    azimuth_deg: Annotated[float, Field(ge=0, lt=360)]
    mounting: Literal["open_rack", "roof"]


class PvKeys(_Section):
    """The plant that is asked for."""

    build: bool
    coverage_fraction: Annotated[float, Field(gt=0, le=5)]
    aim: Literal["coverage", "npv", "lcoe", "payback", "largest"]
    least_coverage_fraction: Annotated[float, Field(ge=0, le=5)]
    budget_usd: Positive | None = None
    ground_m2: Positive | None = None
    ac_limit_kw: Positive | None = None
    orientation: Literal["given", "best"]
    dc_ac: Literal["given", "best"]
    mounting: Literal["open_rack", "roof"]
    tilt_deg: Annotated[float, Field(ge=0, le=90)]
    azimuth_deg: Annotated[float, Field(ge=0, lt=360)] | None = None
    dc_ac_ratio: Annotated[float, Field(ge=0.5, le=2)]
    module: Word | None = None
    inverter: Word | None = None
    area_m2: Positive | None = None
    degradation_fraction_per_year: Annotated[float, Field(ge=0, le=0.05)]
    losses: dict[str, Fraction] | None = None
    string_length_m: Annotated[float, Field(gt=0, le=1000)]
    ac_length_m: Annotated[float, Field(gt=0, le=1000)]
    record_low_air_c: Annotated[float, Field(ge=-60, le=35)] | None = None
    row_width_m: Annotated[float, Field(ge=2, le=1000)]
    tracking: Literal["fixed", "one_axis"]
    tracker_max_angle_deg: Annotated[float, Field(gt=0, le=90)] | None = None
    backtrack: bool
    gcr: Annotated[float, Field(gt=0, lt=1)] | None = None
    bifaciality: Fraction | None = None
    spectral: Literal["none", "de_soto"]
    facing_pole_is_meant: bool
    planes: Annotated[list[PlaneKeys], Field(max_length=100)] = Field(default_factory=list)
    soiling_model: Literal["fixed", "kimber"]
    soiling_rate_per_day: Annotated[float, Field(ge=0, le=0.1)] | None = None
    rain_file: Word | None = None
    rainy_days: Annotated[list[DaysOfMonth], Field(min_length=12, max_length=12)] | None = None
    rain_of_a_day_mm: Annotated[float, Field(gt=0, le=500)]
    wash_days: Annotated[list[DayOfYear], Field(max_length=365)] = Field(default_factory=list)
    wash_cost: Money | None = None
    module_file: Word | None = None
    inverter_file: Word | None = None
    inverter_isc_max_a: Annotated[float, Field(gt=0, le=10_000)] | None = None
    module_model: Literal["linear", "single_diode"]


class TariffKeys(_Section):
    """What a kWh costs and what an exported one brings."""

    sheet: Word | None = None
    price_per_kwh: Positive | None = None
    spot_price_per_kwh: Money | None = None
    contribution_in_bills_fraction: Fraction
    contribution_fraction: Fraction
    export_rule: Word
    reactive_price_per_kvarh: Money | None = None
    free_reactive_fraction: Fraction
    leading_charged_fraction: Fraction
    months_of_reactive_excess: Annotated[int, Field(ge=0, le=1200)]
    spot_price_file: Word | None = None
    export_limit_kw: Power | None = None
    option: Word | None = None
    prices_file: Word | None = None
    earlier_peak_kw: Powers | None = None
    earlier_offpeak_kw: Powers | None = None
    sheet_file: Word | None = None
    voltage_level: Annotated[int, Field(ge=1, le=4)] | None = None
    hours_file: Word | None = None
    contribution_then_fraction: Fraction | None = None
    contribution_from_year: Annotated[int, Field(ge=2000, le=2200)] | None = None
    contribution_by_date: Literal["shown", "counted"]
    tax_fraction: Fraction | None = None
    sheet_after: Word | None = None
    sheet_file_after: Word | None = None
    option_after: Word | None = None
    prices_file_after: Word | None = None


class StorageKeys(_Section):
    """The battery that is looked for beside the plant, the genset that is there, the outages."""

    build: bool
    off_grid: bool
    technology: Word
    capacity_kwh: Positive | None = None
    power_kw: Positive | None = None
    largest_kwh: Positive | None = None
    largest_kw: Positive | None = None
    usd_per_kwh: Money
    usd_per_kw: Money
    om_fraction: Fraction
    rules: StorageRules | None = None
    search: Literal["quick", "thorough"]
    genset_kw: Positive | None = None
    diesel_price_per_l: Money | None = None
    cycle_charging: bool
    outage_file: Word | None = None
    outages_per_year: Annotated[float, Field(ge=0, le=10_000)]
    outage_mean_hours: Annotated[float, Field(gt=0, le=8760)]
    outage_seed: Annotated[int, Field(ge=0, le=2**63 - 1)]
    unserved_value_per_kwh: Money | None = None


class Prices(_Section):
    """What things cost."""

    usd_rate: Positive
    pv_usd_per_kw: Positive
    pv_usd_per_inverter: Money
    pv_om_usd_per_kw_year: Money
    motor_price_factor: Positive
    measure_price_factor: Positive


class FinanceKeys(_Section):
    """How money is counted."""

    horizon_years: Annotated[int, Field(ge=1, le=50)]
    discount_rate: Rate
    tariff_escalation_fraction: Rate
    inflation_fraction: Rate
    inverter_replacement_year: Annotated[int, Field(ge=1, le=50)]
    inverter_replacement_fraction: Fraction
    income_tax: bool
    use_incentives: bool
    other_taxable_income_per_year: Annotated[float, Field(ge=-1e18, le=1e18)]
    vat: Literal["excluded", "recovered", "paid"]
    measures_qualify: bool
    real_discount_rate: Rate | None = None
    plant_delay_months: Annotated[float, Field(ge=0, le=24)]
    grant: Money
    grant_month: Months
    vat_return_months: Months
    salvage_fraction: Fraction
    dismantling_usd_per_kw: Money
    mine_closes_after_years: Annotated[int, Field(ge=1, le=50)] | None = None
    foreign_fraction: Fraction
    usd_rate_growth_fraction: Rate | None = None
    tax_regime: Literal["general", "mype"]
    budget_usd: Money
    plant_budget_usd: Positive | None = None


class DebtKeys(_Section):
    """A loan that pays a part of the plan."""

    kind: Literal["none", "annuity", "equal_principal", "bullet", "sculpted"] | None = None
    rate: Fraction | None = None
    years: Annotated[int, Field(ge=1, le=50)] | None = None
    loan_fraction: Annotated[float, Field(gt=0, le=1)] | None = None
    loan_amount: Positive | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    grace_years: Annotated[int, Field(ge=0, le=49)]
    grace_interest: Literal["paid", "capitalised"]
    dscr_target: Annotated[float, Field(gt=0, le=100)] | None = None
    gearing_cap: Annotated[float, Field(gt=0, le=1)]
    reserve_months: Annotated[float, Field(ge=0, le=12)]
    covenant_dscr: Annotated[float, Field(gt=0, le=100)] | None = None
    equity_discount_rate: Rate | None = None


class EscoKeys(_Section):
    """A contract of shared savings with an energy service company."""

    esco_share: Fraction | None = None
    contract_years: Annotated[int, Field(ge=1, le=50)] | None = None
    esco_discount_rate: Rate | None = None
    esco_outlay_share: Fraction
    esco_runs_plant: bool
    transfer_price: Money


class RiskKeys(_Section):
    """What is not sure of the money, and how often it is drawn."""

    build: bool
    draws: Annotated[int, Field(ge=100, le=100_000)]
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)]
    sigmas: dict[str, Fraction] | None = None


class BestPlanKeys(_Section):
    """What the best plan for the budget must reach."""

    search: bool
    least_avoided_t: Annotated[float, Field(ge=0, le=1e9)]
    least_coverage_fraction: Annotated[float, Field(ge=0, le=5)]
    first_money_fraction: Annotated[float, Field(ge=0, le=1)]


class CarbonKeys(_Section):
    """Which grid factor counts."""

    factor_year: Annotated[int, Field(ge=1990, le=2100)] | None = None


class AreaKeys(_Section):
    """An area whose working time is not that of its site."""

    name: Word
    calendar: CalendarKeys


class SiteKeys(_Section):
    """One meter: a plant, an adit, a camp."""

    name: Word
    coordinates: Word
    altitude_m: Annotated[float, Field(ge=-430, le=6500)] | None = None
    utc_offset_hours: Annotated[float, Field(ge=-12, le=14)] | None = None
    horizon: Word | None = None
    calendar: CalendarKeys
    weather: WeatherKeys
    pv: PvKeys
    tariff: TariffKeys
    storage: StorageKeys
    meter: MeterKeys
    areas: Annotated[list[AreaKeys], Field(max_length=1000)] = Field(default_factory=list)


class Study(_Section):
    """A study file with every default filled in."""

    schema_version: Literal[1]
    study: Identity
    files: Files
    report: ReportKeys = ReportKeys()
    production: MineProduction = MineProduction()
    supply: Supply
    calendar: CalendarKeys
    meter: MeterKeys
    audit: AuditKeys
    weather: WeatherKeys
    pv: PvKeys
    tariff: TariffKeys
    storage: StorageKeys
    prices: Prices
    finance: FinanceKeys
    debt: DebtKeys
    esco: EscoKeys
    risk: RiskKeys
    best_plan: BestPlanKeys
    carbon: CarbonKeys = CarbonKeys()
    sites: Annotated[list[SiteKeys], Field(min_length=1)]


SITE_SECTIONS = ("calendar", "meter", "weather", "pv", "tariff", "storage")
