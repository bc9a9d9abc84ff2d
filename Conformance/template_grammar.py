"""Random templates."""
def generated(seed, count):
    return []
