"""Names of steps, lines and choices as a reader sees them."""

from __future__ import annotations

from equipment_catalog.messages import Message, message


def loss_name(step: str) -> Message:
    """Return the name of a step from the sun to the meter.

    Examples
    --------
    >>> str(loss_name("wiring")), str(loss_name("gnomes"))
    ('wiring', 'gnomes')
    """
    names = {
        "horizontal_irradiance": message("sun on the horizontal"),
        "transposition": message("tilt of the modules"),
        "far_horizon": message("far horizon"),
        "incidence_angle": message("reflection of the glass"),
        "soiling": message("soiling"),
        "shading": message("shading"),
        "temperature": message("heat of the cells"),
        "mismatch": message("mismatch of modules"),
        "wiring": message("wiring"),
        "connections": message("connections"),
        "light_induced_degradation": message("light-induced degradation (LID)"),
        "nameplate": message("nameplate tolerance"),
        "inverter": message("inverter"),
        "clipping": message("limit of the inverter"),
        "availability": message("downtime"),
        "total": message("all system losses"),
        "row_shade": message("shade of row on row"),
        "rear_side": message("light on the back"),
        "spectrum": message("colour of the light"),
        "curtailed": message("thrown away: limit of the connection, or no grid"),
        "exported": message("sent to the grid"),
        "into_battery": message("sent into the battery"),
        "used_at_once": message("used in the mine in its own hour"),
    }
    return names.get(step) or Message(step.replace("{", "{{").replace("}", "}}"))


def vat_name(country: str) -> Message:
    """Return the value-added tax as it is called in a country.

    Examples
    --------
    >>> str(vat_name("PE"))
    'value-added tax (IGV)'
    """
    names = {"CO": message("value-added tax (IVA)"), "PE": message("value-added tax (IGV)")}
    return names.get(country) or message("value-added tax")


def cash_line(name: str, country: str) -> Message:
    """Return the name of a line of the cash flow in a country."""
    names = {
        "capex": message("investment"),
        "vat": vat_name(country),
        "grants": message("grant"),
        "vat_returned": message("value-added tax given back"),
        "efficiency_savings": message("saved by the measures"),
        "pv_savings": message("energy not bought"),
        "export_income": message("credits and sales of export"),
        "om_cost": message("operation and maintenance"),
        "replacement_cost": message("replacements"),
        "salvage": message("salvage at the end"),
        "dismantling": message("dismantling at the end"),
        "tax_delta": message("income tax moved"),
        "net_before_tax": message("net before tax"),
        "net_after_tax": message("net after tax"),
        "cumulative_after_tax": message("running sum after tax"),
        "net_after_tax_real": message("net after tax, real, at prices of year 0"),
    }
    return names[name]


def choice(word: str) -> Message:
    """Return a choice of the inventory as a reader sees it."""
    names = {
        "measured": message("measured"),
        "nameplate": message("read on the nameplate"),
        "estimated": message("estimated"),
        "unknown": message("unknown"),
        "assumed": message("assumed"),
        "do": message("do"),
        "measure_first": message("measure first"),
        "input_power": message("input power"),
        "volts_amps": message("volts, amps, power factor"),
        "slip": message("speed"),
        "current": message("current"),
        "stated": message("load as given"),
        "typical": message("typical of its type"),
        "class": message("its class"),
        "electrical": message("electrical data of the nameplate"),
        "age": message("its age"),
        "default": message("rule for an unknown class"),
        "single_phase": message("rule for single-phase motors"),
        "dc": message("rule for direct-current motors"),
        "load_fraction": message("load"),
        "hours_per_day": message("hours a day"),
        "below": message("below"),
        "inside": message("inside"),
        "above": message("above"),
        "keep": message("keep"),
        "warning": message("warning"),
        "finding": message("finding"),
        "assumption": message("assumption"),
        "used": message("used in this study"),
        "model price": message("model price"),
    }
    return names.get(word) or Message(word.replace("{", "{{").replace("}", "}}"))
