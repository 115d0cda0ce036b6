"""The network of intermediaries: the same data as a table and as a drawing.

The drawing is an arc diagram: the organisations stand in one column under what they do, and an arc at the side joins two that
work together. A column stays readable on a phone with three names and with sixty, which a circle or a cloud of points does not,
and the same data always give the same drawing.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from exhibitors import profile
from exhibitors.enums import INTERMEDIARY_ROLES, PUBLIC_STATES, LinkKind, LinkState
from exhibitors.models import Organisation, OrganisationLink
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode

WIDTH: Final = 390
LABELS: Final = 236
ROW: Final = 62
HEADING: Final = 44
LETTERS: Final = 27
LEADING: Final = 17
PADDING: Final = 12
GAP: Final = 4
MOST_APART: Final = 12
HEAD: Final = 9
DIRECTED: Final = frozenset({LinkKind.REFERRAL, LinkKind.MEMBER})
"""Kinds that lead from one side to the other; the other kinds are the same read from either side."""
_REACH: Final = WIDTH - LABELS - 14
_FIRST_REACH: Final = 26
_GROWTH: Final = 0.32


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation in the drawing: where its row stands, its name in lines, and how many links it has."""

    pk: int
    name: str
    url: str
    lines: tuple[str, ...]
    place: str
    top: int
    links: int

    @property
    def height(self) -> int:
        """The height of the box, which grows with the lines of the name."""
        return max(ROW - GAP, len(self.lines) * LEADING + PADDING)

    @property
    def middle(self) -> int:
        """The height around which arcs begin."""
        return self.top + self.height // 2

    @property
    def first_line(self) -> int:
        """The base line of the first line of the name, so that the lines stand around the middle."""
        return self.middle + 5 - (len(self.lines) - 1) * LEADING // 2

    @property
    def base_lines(self) -> list[tuple[int, str]]:
        """Each line of the name with its base line."""
        return [(self.first_line + number * LEADING, line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Heading:
    """What the organisations below it do."""

    text: str
    base: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A link as a path, with the head of its arrow where it has a direction, and the words that a pointer or a screen reader gets."""

    path: str
    head: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table that leads somewhere."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Network:
    """Everything the page shows."""

    nodes: list[Node]
    headings: list[Heading]
    arcs: list[Arc]
    rows: list[list[Any]]
    columns: list[dict[str, str]]
    legend: list[tuple[str, str, bool]]
    width: int
    height: int
    labels: int
    description: str


def url_under(directory_url: str) -> str:
    """Return the address of the network under a directory's address, in the active language."""
    return f"{directory_url}{'network' if languages.current() is Language.ENGLISH else 'mang-luoi'}/"


def _lines(name: str) -> tuple[str, ...]:
    """Return a whole name in lines that fit into its box; a word longer than a line is divided."""
    words = [word[start : start + LETTERS] for word in name.split() for start in range(0, len(word), LETTERS)]
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def links() -> list[OrganisationLink]:
    """Return the links that everyone may see: confirmed by both, between public intermediaries."""
    confirmed = OrganisationLink.objects.filter(state=LinkState.CONFIRMED)
    public = confirmed.filter(source__state__in=PUBLIC_STATES, target__state__in=PUBLIC_STATES)
    by_name = "sort_key_en" if languages.current() is Language.ENGLISH else "sort_key"
    return list(
        public.select_related("source", "target").order_by(f"source__{by_name}", f"target__{by_name}", "kind", "pk")
    )


def intermediaries() -> list[Organisation]:
    """Return the public organisations that say they are intermediaries, by name."""
    by_name = "sort_key_en" if languages.current() is Language.ENGLISH else "sort_key"
    keys = Organisation.objects.public().filter(roles__code__in=INTERMEDIARY_ROLES).values("pk")
    found = Organisation.objects.filter(pk__in=keys).select_related("place__parent").prefetch_related("roles")
    return list(found.order_by(by_name, "pk"))


def _main_role(organisation: Organisation, order: list[str]) -> str:
    codes = [role.code for role in organisation.roles.all() if role.code in INTERMEDIARY_ROLES]
    return min(codes, key=order.index)


def _ends(joined: list[OrganisationLink], nodes: dict[int, Node]) -> dict[tuple[int, int], int]:
    """Return the height at which each link meets each of its two organisations, by the keys of both.

    Links that meet one organisation stand apart, in the order of where they lead, so that their arrows can be told apart.
    """
    met: dict[int, list[tuple[int, int]]] = {pk: [] for pk in nodes}
    for link in joined:
        met[link.source_id].append((nodes[link.target_id].middle, link.pk))
        met[link.target_id].append((nodes[link.source_id].middle, link.pk))
    heights: dict[tuple[int, int], int] = {}
    for pk, found in met.items():
        node = nodes[pk]
        apart = min(MOST_APART, (node.height - PADDING) // max(1, len(found) - 1))
        first = node.middle - apart * (len(found) - 1) // 2
        for number, (_other, link_pk) in enumerate(sorted(found)):
            heights[link_pk, pk] = first + number * apart
    return heights


def _arc(start: Node, end: Node, link: OrganisationLink, heights: dict[tuple[int, int], int]) -> Arc:
    kind = LinkKind(link.kind)
    begins, ends = heights[link.pk, start.pk], heights[link.pk, end.pk]
    reach = min(_REACH, round(_FIRST_REACH + abs(end.middle - start.middle) * _GROWTH))
    left, far = LABELS + 8, LABELS + 8 + round(reach * 4 / 3)
    is_directed = kind in DIRECTED
    tip = left + HEAD - 2 if is_directed else left
    return Arc(
        path=f"M{left} {begins}C{far} {begins} {far} {ends} {tip} {ends}",
        head=f"M{left - 2} {ends}l{HEAD} {-HEAD // 2}v{HEAD + 1}z" if is_directed else "",
        kind=kind.value,
        words=(_("%(source)s → %(target)s: %(kind)s") if is_directed else _("%(source)s – %(target)s: %(kind)s"))
        % {"source": start.name, "target": end.name, "kind": kind.label},
    )


def build(*, directory_url: str) -> Network:
    """Return the network in the active language; ``directory_url`` is the directory's own address."""
    shown, joined = intermediaries(), links()
    present = {organisation.pk for organisation in shown}
    joined = [link for link in joined if {link.source_id, link.target_id} <= present]
    counts = dict.fromkeys(present, 0)
    for link in joined:
        counts[link.source_id] += 1
        counts[link.target_id] += 1
    nodes, headings, height = _column(shown, counts, directory_url)
    by_key = {node.pk: node for node in nodes}
    heights = _ends(joined, by_key)
    arcs = [_arc(by_key[link.source_id], by_key[link.target_id], link, heights) for link in joined]
    return Network(
        nodes=nodes,
        headings=headings,
        arcs=arcs,
        rows=[_row(link, by_key) for link in joined],
        columns=[
            {"label": _("Organisation")},
            {"label": _("Link")},
            {"label": _("With")},
            {"label": _("Since")},
            {"label": _("Services")},
        ],
        legend=[(kind.value, str(kind.label), kind in DIRECTED) for kind in LinkKind],
        width=WIDTH,
        height=max(height, HEADING),
        labels=LABELS,
        description=_("%(organisations)d organisations and %(links)d links. The table below says the same in words.")
        % {"organisations": len(nodes), "links": len(arcs)},
    )


def _column(
    shown: list[Organisation], counts: dict[int, int], directory_url: str
) -> tuple[list[Node], list[Heading], int]:
    roles = vocabulary_queries.term_choices(VocabularyCode.ORGANISATION_ROLE)
    order = [code for code, _label in roles] + sorted(INTERMEDIARY_ROLES)
    labels = dict(roles)
    groups: dict[str, list[Organisation]] = {}
    for organisation in shown:
        groups.setdefault(_main_role(organisation, order), []).append(organisation)
    nodes: list[Node] = []
    headings: list[Heading] = []
    top = 0
    for code in sorted(groups, key=order.index):
        headings.append(Heading(labels.get(code, code), top + HEADING - 14))
        top += HEADING
        for organisation in groups[code]:
            name = organisation.display_name
            node = Node(
                pk=organisation.pk,
                name=name,
                url=f"{directory_url}{organisation.slug}/",
                lines=_lines(name),
                place=profile.place_words(organisation),
                top=top,
                links=counts[organisation.pk],
            )
            nodes.append(node)
            top += node.height + GAP
    return nodes, headings, top


def _row(link: OrganisationLink, nodes: dict[int, Node]) -> list[Any]:
    source, target = nodes[link.source_id], nodes[link.target_id]
    english = languages.current() is Language.ENGLISH
    return [
        Cell(source.name, source.url),
        str(LinkKind(link.kind).label),
        Cell(target.name, target.url),
        str(link.since or "–"),
        (english and link.services_en) or link.services or "–",
    ]
