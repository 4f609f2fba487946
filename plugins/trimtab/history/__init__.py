"""What a change does to a library: its state at an earlier commit, read from git, compared with the present one."""

from trimtab.history.compare import compare
from trimtab.history.findings import check_both, new_findings
from trimtab.history.git import HistoryError
from trimtab.history.past import Past, read_past

__all__ = ["HistoryError", "Past", "check_both", "compare", "new_findings", "read_past"]
