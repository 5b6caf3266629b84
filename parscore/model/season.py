"""A season: one year's assessment of groups of agencies."""

from collections.abc import Mapping
from dataclasses import dataclass

from parscore.model.criteria import ClassRule, CriteriaSet, RankRule
from parscore.model.stage import Stage


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that is scored. ``ranked`` is false for one that is scored outside the ranking."""

    id: str
    name: str
    group: str
    ranked: bool = True
    order: int = 0
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of agencies ranked together by one criteria set; ``ranking`` and ``classes`` are those in force."""

    id: str
    name: str
    criteria: CriteriaSet
    ranking: RankRule
    classes: ClassRule | None
    agencies: tuple[Agency, ...]
    """In official order."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues the season's documents (Decree 30/2020, Annex I); what is empty has the words of a document's own.

    ``symbol`` stands behind the number (``Số: /BC-SNV``), ``place`` before the date, ``authority`` above the ``post``
    of the signer (``KT. GIÁM ĐỐC``), ``recipients`` under *Nơi nhận*.
    """

    superior: str = ""
    name: str = ""
    symbol: str = ""
    place: str = ""
    authority: str = ""
    post: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Season:
    """A season as declared. ``stages`` are in the order of the year's work; the last one is the official one."""

    year: int
    title: str
    province: str
    language: str
    stages: tuple[Stage, ...]
    groups: tuple[Group, ...]
    office: Office = Office()

    @property
    def agencies(self) -> Mapping[str, Agency]:
        """Every agency by id, groups in declared order, agencies in official order."""
        return {agency.id: agency for group in self.groups for agency in group.agencies}

    def until(self, stage_id: str) -> tuple[Stage, ...]:
        """Return the stages up to and including one; an unknown one is a ``KeyError``."""
        for at, stage in enumerate(self.stages, 1):
            if stage.id == stage_id:
                return self.stages[:at]
        raise KeyError(stage_id)

    def group_of(self, agency: Agency) -> Group:
        """Return the group an agency belongs to."""
        return next(group for group in self.groups if group.id == agency.group)
