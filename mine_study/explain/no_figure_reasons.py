"""Why figures may be null, by the form of their keys."""

from __future__ import annotations

from equipment_catalog.messages import message

UNKNOWN = message("nothing in this study gives it a value")
NEVER_PAID = message("what is spent does not come back in the years that are counted")
NO_RANGE = message("no range is published for this indicator of such a place")
NO_BREAK_EVEN = message("however it moves, it alone does not bring the net present value to zero")
BEYOND_THE_AUDIT = message(
    "this study counts the electricity that is bought, by the factor of its grid: no fuels, no "
    "contracts for clean energy, no supply chain"
)
REASONS = {
    r"waste\[\d+\]\.waste_kwh": message(
        "reactive current heats the transformer and the lines before the meter: without a "
        "transformer in the inventory its loss is not reckoned, only charged"
    ),
    r"indicators\[\d+\]\.(low|high|source)": NO_RANGE,
    r"machines\[#\d+\]\.load_fraction": message("it turns no shaft that could be loaded"),
    r"pv\.(module|inverter|tilt_deg|azimuth_deg)": message(
        "it differs from site to site: pv.by_site has that of each"
    ),
    r"pv\.by_site.*\.tilt_deg|pv\.by_site.*\.azimuth_deg": message(
        "its modules do not all look one way"
    ),
    r"pv\.by_site.*\.exceedance\.normal_probability": message(
        "the test needs real years that differ, and this weather has none"
    ),
    r"pv\.by_site.*\.electrical\.refusal": message("nothing was refused: the plant can be wired"),
    r"pv\.by_site.*\.electrical\.(strings|cables|protections|materials)": message(
        "the plant cannot be wired: electrical.refusal beside it says why"
    ),
    r"pv\.by_site.*\.electrical\.rows": message("its modules do not stand in rows on the ground"),
    r"pv\.by_site.*\.protections\[\d+\]\.rating_a": message("it is not chosen by a current"),
    r"pv\.by_site.*\.protections\[\d+\]\.rating_v": message("it is not chosen by a voltage"),
    r"pv\.by_site.*\.size\.orientation": message(
        "tilt and azimuth were given, not sought: pv.orientation=best seeks them"
    ),
    r"pv\.by_site.*\.reactive\.cheapest": message(
        "no reactive energy is charged that could be saved"
    ),
    r"pv\.by_site.*\.storage\.thresholds\..*": message("the best rule of those tried sets none"),
    r"pv\.by_site.*\.storage\..*rule": message("the best of those tried is no battery"),
    r"pv\.by_site.*\.storage\.foresight_gap_reason": message(
        "the gap has its figure: storage.foresight_gap_fraction"
    ),
    r"pv\.by_site.*\.storage\.foresight_.*": message(
        "no bound can be reckoned here: storage.foresight_gap_reason names the cause"
    ),
    r"pv\.by_site.*\.storage\.better_plant_dc_kw": message(
        "the battery makes no other size of the plant better"
    ),
    r"tariffs\.by_site.*\.tax_fraction": message(
        "only price sheets of energy and power carry a tax of their own"
    ),
    r"tariffs\.by_site.*\.components": message("its price is given whole, not in components"),
    r"tariffs\.by_site.*\.with_plant": message("the same tariff holds with a plant as without"),
    r"tariffs\.by_site.*\.valid_from": message("no month is known from which it holds"),
    r"tariffs\.contribution": message("no other contribution moves the prices of this plan"),
    r"best_plan\.out_of_reach": message("nothing asked for is out of reach: best_plan.plan"),
    r"best_plan\.plan": message("no plan keeps all limits: best_plan.out_of_reach"),
    r"best_plan\.abatement\[\d+\]\.cost_per_t": message("no ton is avoided"),
    r"finance\.risk\.break_even\..*\.(break_even|factor|margin_fraction)": NO_BREAK_EVEN,
    r"finance\.debt\.(bad_case\.)?dscr_by_year\[\d+\]": message(
        "nothing is owed to the lender in that year"
    ),
    r".*payback.*": NEVER_PAID,
    r".*irr(_before_tax)?": message(
        "no rate of return brings this cash flow to zero: it does not turn from spending to earning"
    ),
    r"carbon\.scope(1_t|2_market_after_t|3_t)": BEYOND_THE_AUDIT,
    r"notes\[\d+\]\.value": message("the note says what was taken, without a value"),
    r"manifest\.weather.*\.sha256": message(
        "no file of weather was read: the sun is that of the package"
    ),
    r"manifest\.weather.*\.horizon": message(
        "no mountains are drawn on the horizon: sites[].horizon gives them"
    ),
    r"manifest\.weather.*\.seed": message("the weather was read, not drawn"),
}
"""The first form that a key has tells."""
