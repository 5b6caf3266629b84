"""Makes the sample province: filled-in self-assessment forms, as varied as agencies vary them.

For benchmarks and tests: ``write_form`` writes one workbook, ``season`` a whole season folder of any size.
"""

from .form import write_form
from .office import Office
from .province import COMMUNES, DEPARTMENTS, more_communes
from .season import season
from .steer import answer
from .style import Style, style_of

__all__ = ["COMMUNES", "DEPARTMENTS", "Office", "Style", "answer", "more_communes", "season", "style_of", "write_form"]
