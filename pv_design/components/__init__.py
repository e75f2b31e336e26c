"""Modules and inverters beyond the catalogue: public lists, data sheets, PVsyst files, altitude."""
