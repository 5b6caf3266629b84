"""An office that hands in a form."""

from dataclasses import dataclass

from .draw import LeafAnswer

Answers = dict[str, LeafAnswer]
"""An office's answers by leaf code."""
Exemption = tuple[str, tuple[str, ...]]
"""Why some leaves do not apply, and their codes."""


@dataclass(frozen=True, slots=True)
class Office:
    """A made-up agency.

    ``target`` is about the index it is to reach; ``weak`` the code of an area that is to stay low; ``mirrors`` the id
    of an agency before it that it is to tie with exactly; ``near`` one that it is to tie with in print only.
    """

    id: str
    name: str
    group: str
    target: float = 80.0
    ranked: bool = True
    exempt: tuple[Exemption, ...] = ()
    weak: str = ""
    mirrors: str = ""
    near: str = ""

    @property
    def commune(self) -> bool:
        """Whether it is a commune or ward."""
        return self.name.startswith(("Xã ", "Phường "))

    @property
    def short(self) -> str:
        """The abbreviation in the numbers of its documents."""
        return "UBND" if self.commune else self.id
