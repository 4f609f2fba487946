"""How the tests run."""

from hypothesis import settings

# A first call compiles and caches, so a deadline for one example fails by chance.
settings.register_profile("trimtab", deadline=None)
settings.load_profile("trimtab")
