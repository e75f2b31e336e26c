"""Lists of machines: read as they come, checked, merged, written back."""

from energy_audit.inventory.reading import (
    Inventory,
    inventory_aliases,
    inventory_rules,
    read_inventory,
)

__all__ = ["Inventory", "inventory_aliases", "inventory_rules", "read_inventory"]
