"""Figures on dealings: counts by period, temperature, who answers whom, networks, turns."""
