"""Programs that measure our speed beside a floor, in the same run on the same machine."""
