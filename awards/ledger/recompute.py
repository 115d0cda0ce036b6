"""Recompute the result of an award from its score sheet: plain Python without any library, so that anybody can run this file.

    python3 recompute_award.py FILE [--head DIGEST] [--language vi|en]

Python 3.10 or later. The exit status is 0 if everything in the file holds together, 1 if something is wrong or the file cannot
be read, 2 if the program was called wrongly. What the file holds is described in the portal's documentation as "the score sheet of an
award". The program was written apart from the portal's own, so that a mistake in one shows against the other. It checks:

1.  The file is in canonical form: JSON with sorted keys, without spaces, in UTF-8, whole numbers only; and its ``digest`` is the
    SHA-256 of the canonical form of all the rest.
2.  Each entry of the log has the next number, names the digest of the one before as ``previous`` (64 zeros at first), and its own digest
    is the SHA-256 of the canonical form of {"ledger": 1, award, number, kind, at, previous, body}.
3.  Each published head is the digest of the entry that it names. A head that you noted yourself is looked for with --head: it is
    the only proof that does not come from the file.
4.  Rules, dossiers, sheets and votes in the file are those of the log.
5.  The ranking is what the rules give:
    - A sheet's total is the sum over the criteria of weight times points over most points: 0 to 100.
    - The council's points: the mean of the totals; or the trimmed mean, without ``trim`` sheets at each end, but at least three stay; or
      ranks: a juror's dossiers in order, equal ones in the middle of their places, the first 100, the last 0, a lone one 50; then the mean.
    - The public's points: 100 times the votes over the most votes of a ranked dossier ("leader"), or as for ranks. The total is both by
      their shares; where nobody voted, the council's points alone.
    - Equal totals are parted by the tie-breaks in their order, which look at all sheets: the mean share of the points for the criterion
      of the greatest weight (all that have it); the median of the totals; fewer totals more than 20 below that median; more
      recorded votes of the council, where there are some for each that is still equal. Who is equal in everything shares the rank.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import locale
import os
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

FORMAT = "award-score-sheet"
VERSION = 1
LEDGER_VERSION = 1
FIRST_PREVIOUS = "0" * 64
LARGEST = 2**53 - 1
WHOLE = 100
MOST_PUBLIC_SHARE = 20
LOW = 20
STAY_LEAST = 3

SENTENCES = {
    "missing-file": ("The file cannot be opened: {why}.",
        "Không mở được tệp: {why}."),
    "not-json": ("This is not a JSON file in UTF-8: {why}.",
        "Đây không phải là tệp JSON mã hoá UTF-8: {why}."),
    "duplicate-key": ("The key “{key}” stands twice in one object.",
        "Khóa “{key}” xuất hiện hai lần trong một đối tượng."),
    "not-whole": ("The file has the number {number}; only whole numbers are allowed.",
        "Tệp có số {number}; chỉ chấp nhận số nguyên."),
    "other-format": ("This is not the score sheet of an award: “format” is not “award-score-sheet”.",
        "Đây không phải là bảng điểm giải thưởng: “format” không phải là “award-score-sheet”."),
    "other-version": ("The score sheet has version {version}; this program reads version 1. Take the program that was published with the file.",
        "Bảng điểm có phiên bản {version}; chương trình này chỉ đọc phiên bản 1. Hãy dùng chương trình được công bố cùng tệp."),
    "missing-key": ("{where}: “{key}” is missing.",
        "{where}: thiếu “{key}”."),
    "unknown-key": ("{where}: “{key}” is not known.",
        "{where}: không có mục “{key}” trong định dạng."),
    "wrong-type": ("{where}: {wanted} is needed here.",
        "{where}: ở đây phải là {wanted}."),
    "not-canonical": ("The file was written anew: its bytes are not in canonical form (from byte {place} on).",
        "Tệp đã bị ghi lại: các byte không theo dạng chuẩn tắc (kể từ byte {place})."),
    "file-digest": ("The file was changed: its digest is not that of its contents.",
        "Tệp đã bị thay đổi: mã băm không khớp với nội dung."),
    "entry-number": ("Entry {number} of the log is missing: in its place stands entry {found}.",
        "Nhật ký thiếu mục số {number}: ở vị trí đó là mục số {found}."),
    "entry-previous": ("Entry {number} of the log does not follow the one before: it names another digest.",
        "Mục số {number} của nhật ký không nối tiếp mục trước: mục này ghi một mã băm khác."),
    "entry-digest": ("Entry {number} of the log was changed: its digest is not that of its contents.",
        "Mục số {number} của nhật ký đã bị thay đổi: mã băm không khớp với nội dung."),
    "no-entries": ("The log is empty.",
        "Nhật ký không có mục nào."),
    "head": ("The head published for the phase “{phase}” is not the digest of entry {number}.",
        "Mã băm cuối chuỗi đã công bố cho giai đoạn “{phase}” không phải là mã băm của mục số {number}."),
    "own-head": ("The digest that you gave stands at no entry of the log: this log is not the one whose head you noted.",
        "Mã băm bạn đưa vào không khớp với mục nào: nhật ký này không phải là nhật ký mà bạn đã ghi lại mã băm."),
    "no-rules": ("No entry of the log says by which rules the award was opened.",
        "Không có mục nào trong nhật ký cho biết giải thưởng được mở theo thể lệ nào."),
    "rules": ("The rules in the file are not those of entry {number} of the log.",
        "Thể lệ trong tệp không phải là thể lệ ở mục số {number} của nhật ký."),
    "unsound-rules": ("The rules contradict themselves: {what}.",
        "Thể lệ mâu thuẫn: {what}."),
    "categories": ("The categories in the file are not those of the log.",
        "Các hạng mục trong tệp không phải là các hạng mục trong nhật ký."),
    "differs": ("Category “{category}”: {what} in the file are not those of the log (first: {first}).",
        "Hạng mục “{category}”: {what} trong tệp không khớp với nhật ký (đầu tiên: {first})."),
    "points": ("Category “{category}”: the sheet of juror {juror} for {dossier} has points that the rules do not know.",
        "Hạng mục “{category}”: phiếu của giám khảo {juror} cho hồ sơ {dossier} có điểm không đúng thể lệ."),
    "no-tally": ("Category “{category}”: the public has a share, but the log has no tally for every dossier.",
        "Hạng mục “{category}”: công chúng có tỷ lệ bình chọn nhưng nhật ký không có kết quả kiểm phiếu cho mọi hồ sơ."),
    "ranking": ("Category “{category}”: the ranking in the file is not what the rules give (first: {first}).",
        "Hạng mục “{category}”: thứ hạng trong tệp không phải là kết quả tính theo thể lệ (đầu tiên: {first})."),
    "decided": ("Category “{category}”: entry {number} of the log decides on another ranking than the rules give.",
        "Hạng mục “{category}”: mục số {number} của nhật ký quyết định theo thứ hạng khác với kết quả tính theo thể lệ."),
}  # fmt: skip
TOLD = {
    "category": ("Category {category}",
        "Hạng mục {category}"),
    "unranked": ("{dossier}: no sheet that counts",
        "{dossier}: không có phiếu chấm hợp lệ"),
    "tie": ("{higher} and {lower} share their rank: the rules part them by nothing.",
        "{higher} và {lower} đồng hạng: thể lệ không phân định được."),
    "heaviest-criterion": ("{higher} before {lower} at equal totals: {one} against {other} of 100 for the criterion of the greatest weight.",
        "{higher} xếp trên {lower} khi bằng tổng điểm: {one} so với {other} trên 100 ở tiêu chí có trọng số lớn nhất."),
    "median": ("{higher} before {lower} at equal totals: median of the sheets {one} against {other}.",
        "{higher} xếp trên {lower} khi bằng tổng điểm: trung vị các phiếu là {one} so với {other}."),
    "fewer-low-outliers": ("{higher} before {lower} at equal totals: sheets far below the median {one} against {other}.",
        "{higher} xếp trên {lower} khi bằng tổng điểm: số phiếu thấp hơn nhiều so với trung vị là {one} so với {other}."),
    "council-vote": ("{higher} before {lower} at equal totals: votes of the council {one} against {other}.",
        "{higher} xếp trên {lower} khi bằng tổng điểm: hội đồng bỏ {one} phiếu so với {other}."),
    "head": ("Head of the phase “{phase}”: entry {number}, {digest}",
        "Mã băm cuối chuỗi của giai đoạn “{phase}”: mục số {number}, {digest}"),
    "found-head": ("The digest that you gave is that of entry {number}.",
        "Mã băm bạn đưa vào là của mục số {number}."),
    "compare": ("Compare these heads with those you noted when they were published: nothing in a file can prove by itself that the whole of it is true.",
        "Hãy so các mã băm này với những giá trị bạn đã ghi lại khi được công bố: bản thân tệp không thể tự chứng minh toàn bộ tệp là thật."),
    "wrong": ("WRONG: {what}",
        "SAI: {what}"),
    "good": ("GOOD: {entries} entries of the log hold together, and the ranking is what the rules give.",
        "ĐÚNG: {entries} mục của nhật ký khớp nhau và thứ hạng đúng theo thể lệ."),
}  # fmt: skip
WORDS = {
    "an object": "một đối tượng",
    "a list": "một danh sách",
    "a text": "một chuỗi ký tự",
    "a whole number from 0": "một số nguyên từ 0",
    "a SHA-256 in hexadecimal": "một mã SHA-256 viết bằng hệ mười sáu",
    "one of the known words": "một trong các từ đã quy định",
    "the weights do not sum to 100": "tổng trọng số không bằng 100",
    "a key or a tie-break stands twice": "một khóa hoặc một tiêu chí phân định xuất hiện hai lần",
    "a weight or the most points are 0": "trọng số hoặc điểm tối đa bằng 0",
    "trim does not fit the method": "số phiếu bỏ ở mỗi đầu không phù hợp với phương pháp",
    "the public has more than 20 percent": "tỷ lệ của công chúng vượt quá 20%",
    "dossiers": "hồ sơ",
    "sheets": "phiếu chấm",
    "votes": "phiếu bình chọn",
    "council_votes": "phiếu của hội đồng",
}
PHASES = {
    "call": "tiếp nhận hồ sơ",
    "screening": "xét điều kiện",
    "scoring": "chấm điểm",
    "deliberation": "hội đồng thảo luận",
    "public-comment": "lấy ý kiến công khai",
    "decision": "quyết định",
    "appeal": "khiếu nại",
    "ceremony": "trao giải",
}


class Wrong(Exception):  # noqa: N818 -- it is what was found, not only what went wrong in here
    """Something that is wrong: which sentence, and what it names."""

    def __init__(self, code: str, **named: Any) -> None:
        super().__init__(code)
        self.code = code
        self.named = named

    def tell(self, language: str) -> str:
        """Return the sentence."""
        named = dict(self.named)
        for name, known in (("wanted", WORDS), ("what", WORDS), ("phase", PHASES)):
            if language == "vi" and name in named:
                named[name] = known.get(named[name], named[name])
        return _in(SENTENCES[self.code], language).format(**named)

    def __str__(self) -> str:
        return self.tell("en")


def _in(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "vi" else pair[0]


def canonical(value: Any) -> bytes:
    """Return the one form of a value of which digests are made."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256(value: Any) -> str:
    """Return the digest of a value's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def entry_digest(award: str, entry: dict[str, Any]) -> str:
    """Return the digest that an entry of an award's log must have."""
    named = {name: entry[name] for name in ("number", "kind", "at", "previous", "body")}
    return sha256({"ledger": LEDGER_VERSION, "award": award, **named})


# Reading. A form is a dict (exactly these keys; {"map": form} has any), a list of one form, a tuple of the known words, or the
# name of a kind of value.

SCORING = {
    "criteria": [{"key": "text", "weight": "whole", "most": "whole"}],
    "method": ("mean", "trimmed-mean", "ranks"),
    "trim": "whole",
    "tie_breaks": [("heaviest-criterion", "median", "fewer-low-outliers", "council-vote")],
    "public_share": "whole",
    "curve": ("leader", "ranks"),
}
NUMBERS = {"map": "whole"}
SHEET = {"juror": "text", "dossier": "text", "points": NUMBERS}
PLACE = {"rank": "whole", "dossier": "text"}
DOCUMENT = {
    "format": "text",
    "version": "whole",
    "award": "text",
    "rules_digest": "digest",
    "scoring": SCORING,
    "categories": [
        {
            "code": "text",
            "dossiers": ["text"],
            "sheets": [SHEET],
            "votes": NUMBERS,
            "council_votes": NUMBERS,
            "ranking": [{**PLACE, "total": "text"}],
            "unranked": ["text"],
        }
    ],
    "entries": [
        {"number": "whole", "kind": "text", "at": "text", "previous": "digest", "digest": "digest", "body": "object"}
    ],
    "heads": [{"phase": "text", "number": "whole", "digest": "digest", "published_at": "text"}],
    "digest": "digest",
}
_RULED = {"rules": "digest", "scoring": "digest"}
_NAMED = {"category": "text", "dossier": "text"}
BODIES: dict[str, dict[str, Any]] = {
    "opening": _RULED,
    "amendment": _RULED,
    "screening": {**_NAMED, "result": "text"},
    "withdrawal": _NAMED,
    "score": {**_NAMED, "juror": "text", "points": NUMBERS},
    "void": {**_NAMED, "juror": "text"},
    "vote-tally": {"category": "text", "votes": NUMBERS},
    "tie-vote": {"category": "text", "votes": NUMBERS},
    "decision": {"category": "text", "ranking": [PLACE]},
}


def require(value: Any, form: Any, where: str, *, more: bool = False) -> None:
    """Raise Wrong unless a value has the form; ``more`` keys may stand in its outermost object."""
    if isinstance(form, dict):
        if not isinstance(value, dict):
            raise Wrong("wrong-type", where=where, wanted="an object")
        if "map" in form:
            require(list(value), ["text"], where)
            form = dict.fromkeys(value, form["map"])
        _require_keys(value, form, where, more=more)
    elif isinstance(form, list):
        if not isinstance(value, list):
            raise Wrong("wrong-type", where=where, wanted="a list")
        for place, item in enumerate(value):
            require(item, form[0], f"{where}[{place}]")
    elif isinstance(form, tuple):
        if value not in form:
            raise Wrong("wrong-type", where=where, wanted="one of the known words")
    else:
        _require_plain(value, form, where)


def _require_keys(value: dict[str, Any], form: dict[str, Any], where: str, *, more: bool) -> None:
    for key in form:
        if key not in value:
            raise Wrong("missing-key", where=where, key=key)
    for key, item in value.items():
        if key in form:
            require(item, form[key], f"{where}.{key}")
        elif not more:
            raise Wrong("unknown-key", where=where, key=key)


def _require_plain(value: Any, form: str, where: str) -> None:
    if form == "whole":
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            raise Wrong("wrong-type", where=where, wanted="a whole number from 0")
    elif form == "object":
        if not isinstance(value, dict):
            raise Wrong("wrong-type", where=where, wanted="an object")
    elif not isinstance(value, str) or not value or not value.isprintable():
        raise Wrong("wrong-type", where=where, wanted="a text")
    elif form == "digest" and (len(value) != len(FIRST_PREVIOUS) or set(value) - set("0123456789abcdef")):
        raise Wrong("wrong-type", where=where, wanted="a SHA-256 in hexadecimal")


def require_body(kind: str, body: Any, where: str) -> None:
    """Raise Wrong unless the body of an entry has what this program reads from entries of its kind."""
    require(body, BODIES.get(kind, {}), where, more=True)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        raise Wrong("duplicate-key", key=next(key for key in keys if keys.count(key) > 1))
    return found


def _no_fraction(number: str) -> Any:
    """Refuse a number that is not whole, before anything is rounded."""
    raise Wrong("not-whole", number=number[:40])


def read(raw: bytes) -> dict[str, Any]:
    """Return the score sheet that a file holds; raise Wrong for anything that is not one, to the byte."""
    try:
        document = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction
        )
        again = canonical(document)
    except (ValueError, RecursionError) as error:
        raise Wrong("not-json", why=str(error)[:120]) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Wrong("other-format")
    if document.get("version") != VERSION or isinstance(document["version"], bool):
        raise Wrong("other-version", version=str(document.get("version"))[:20])
    require(document, DOCUMENT, "file")
    for entry in document["entries"]:
        require_body(entry["kind"], entry["body"], f"file.entries[{entry['number']}].body")
    if again != raw:
        same = next((place for place, octet in enumerate(raw[: len(again)]) if octet != again[place]), len(again))
        raise Wrong("not-canonical", place=same + 1)
    return document


# The log.


def broken(award: str, entries: Any) -> Wrong | None:
    """Return what is wrong with the first entry that breaks the chain; None where it holds."""
    previous = FIRST_PREVIOUS
    for number, entry in enumerate(entries, start=1):
        if entry["number"] != number:
            return Wrong("entry-number", number=number, found=entry["number"])
        if entry["previous"] != previous:
            return Wrong("entry-previous", number=number)
        if entry["digest"] != entry_digest(award, entry):
            return Wrong("entry-digest", number=number)
        previous = entry["digest"]
    return None


def told_by(entries: list[dict[str, Any]], *, with_votes: bool) -> dict[str, dict[str, Any]]:
    """Return what the log says of each category: dossiers, sheets, votes; of the same thing the last entry counts."""
    passed: dict[tuple[str, str], bool] = {}
    sheets: dict[tuple[str, str, str], dict[str, int]] = {}
    votes: dict[str, dict[str, int]] = {}
    council: dict[str, dict[str, int]] = {}
    for entry in entries:
        kind, body = entry["kind"], entry["body"]
        if kind == "screening":
            passed[body["category"], body["dossier"]] = body["result"] == "pass"
        elif kind == "withdrawal":
            passed[body["category"], body["dossier"]] = False
        elif kind == "score":
            sheets[body["category"], body["dossier"], body["juror"]] = body["points"]
        elif kind == "void":
            sheets.pop((body["category"], body["dossier"], body["juror"]), None)
        elif kind == "vote-tally":
            votes[body["category"]] = body["votes"]
        elif kind == "tie-vote":
            council.setdefault(body["category"], {}).update(body["votes"])
    found: dict[str, dict[str, Any]] = {}
    for category in {category for category, _dossier in passed}:
        dossiers = sorted(name for (its, name), good in passed.items() if its == category and good)
        found[category] = {
            "dossiers": dossiers,
            "sheets": [
                {"juror": juror, "dossier": name, "points": points}
                for (its, name, juror), points in sorted(sheets.items())
                if its == category and name in dossiers
            ],
            "votes": {
                name: number for name, number in votes.get(category, {}).items() if with_votes and name in dossiers
            },
            "council_votes": {name: number for name, number in council.get(category, {}).items() if name in dossiers},
        }
    return found


# The ranking.


def unsound(scoring: dict[str, Any]) -> str:
    """Return in which way rules contradict themselves; nothing where they do not."""
    keys = [row["key"] for row in scoring["criteria"]]
    breaks = scoring["tie_breaks"]
    if sum(row["weight"] for row in scoring["criteria"]) != WHOLE:
        return "the weights do not sum to 100"
    if len(set(keys)) != len(keys) or len(set(breaks)) != len(breaks):
        return "a key or a tie-break stands twice"
    if any(not row["weight"] or not row["most"] for row in scoring["criteria"]):
        return "a weight or the most points are 0"
    if (scoring["method"] == "trimmed-mean") != bool(scoring["trim"]):
        return "trim does not fit the method"
    return "the public has more than 20 percent" if scoring["public_share"] > MOST_PUBLIC_SHARE else ""


def by_place(values: list[Any], value: Any) -> Fraction:
    """Return a place among values as points: 100 for the greatest, 0 for the least, 50 for a lone one."""
    if len(values) == 1:
        return Fraction(50)
    below = sum(1 for other in values if other < value)
    beside = sum(1 for other in values if other == value) - 1
    return Fraction(100 * (2 * below + beside), 2 * (len(values) - 1))


def middle(values: list[Fraction]) -> Fraction:
    """Return the median."""
    line = sorted(values)
    return (line[(len(line) - 1) // 2] + line[len(line) // 2]) / 2


def rank(scoring: dict[str, Any], category: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the ranking of a category (rank, dossier, exact total), and why neighbours of equal total stand as they do."""
    totals: dict[str, dict[str, Fraction]] = {}
    for sheet in category["sheets"]:
        totals.setdefault(sheet["dossier"], {})[sheet["juror"]] = sum(
            (Fraction(row["weight"] * sheet["points"][row["key"]], row["most"]) for row in scoring["criteria"]),
            start=Fraction(0),
        )
    points = {name: _council(scoring, totals, name) for name in totals}
    votes = {name: category["votes"][name] for name in totals} if scoring["public_share"] else {}
    if any(votes.values()):
        most, numbers, share = max(votes.values()), list(votes.values()), scoring["public_share"]
        for name, number in votes.items():
            public = Fraction(100 * number, most) if scoring["curve"] == "leader" else by_place(numbers, number)
            points[name] = ((100 - share) * points[name] + share * public) / 100
    steps: dict[str, list[tuple[str, Fraction]]] = {name: [("total", total)] for name, total in points.items()}
    for kind in scoring["tie_breaks"]:
        equals = {name: [other for other in steps if _key(steps[other]) == _key(steps[name])] for name in steps}
        seen = {
            name: _seen(kind, scoring, category, totals, name)
            for name, group in equals.items()
            if kind != "council-vote" or all(other in category["council_votes"] for other in group)
        }
        for name, value in seen.items():
            steps[name].append((kind, value))
    line = sorted(steps, key=lambda name: (_order(steps, name), name))
    rows = [{"rank": _order(steps, name), "dossier": name, "total": points[name]} for name in line]
    return rows, [_why(steps, line[at], line[at + 1]) for at in range(len(line) - 1)]


def _council(scoring: dict[str, Any], totals: dict[str, dict[str, Fraction]], name: str) -> Fraction:
    if scoring["method"] == "ranks":
        given = [
            by_place([row[juror] for row in totals.values() if juror in row], total)
            for juror, total in totals[name].items()
        ]
    else:
        given = sorted(totals[name].values())
        for _time in range(scoring["trim"]):
            if len(given) - 2 >= STAY_LEAST:
                given = given[1:-1]
    return sum(given, start=Fraction(0)) / len(given)


def _seen(
    kind: str, scoring: dict[str, Any], category: dict[str, Any], totals: dict[str, dict[str, Fraction]], name: str
) -> Fraction:
    """Return what a tie-break sees at a dossier; more is better."""
    values = list(totals[name].values())
    if kind == "median":
        return middle(values)
    if kind == "fewer-low-outliers":
        return Fraction(-sum(1 for value in values if middle(values) - value > LOW))
    if kind == "council-vote":
        return Fraction(category["council_votes"][name])
    heaviest = max(row["weight"] for row in scoring["criteria"])
    heavy = [row for row in scoring["criteria"] if row["weight"] == heaviest]
    own = [sheet["points"] for sheet in category["sheets"] if sheet["dossier"] == name]
    shares = [Fraction(100 * points[row["key"]], row["most"]) for points in own for row in heavy]
    return sum(shares, start=Fraction(0)) / len(shares)


def _key(steps: list[tuple[str, Fraction]]) -> list[Fraction]:
    return [value for _kind, value in steps]


def _order(steps: dict[str, list[tuple[str, Fraction]]], name: str) -> int:
    return 1 + sum(1 for other in steps.values() if _key(other) > _key(steps[name]))


def _why(steps: dict[str, list[tuple[str, Fraction]]], first: str, second: str) -> dict[str, Any]:
    found = {"higher": first, "lower": second, "by": "tie", "one": Fraction(0), "other": Fraction(0)}
    for (kind, one), (_kind, other) in zip(steps[first], steps[second]):  # noqa: B905 -- the shorter one is equal so far
        if one != other:
            return {**found, "by": kind, "one": abs(one), "other": abs(other)}
    return found


# The whole file.


def faults(document: dict[str, Any], head: str = "") -> list[Wrong]:
    """Return everything that is wrong with a score sheet that could be read; nothing when it can be recomputed."""
    found = []
    entries = document["entries"]
    if document["digest"] != sha256({key: value for key, value in document.items() if key != "digest"}):
        found.append(Wrong("file-digest"))
    breach = broken(document["award"], entries)
    if breach is not None:
        found.append(breach)
    if not entries:
        found.append(Wrong("no-entries"))
    digests = {entry["number"]: entry["digest"] for entry in entries}
    found += [
        Wrong("head", phase=row["phase"], number=row["number"])
        for row in document["heads"]
        if digests.get(row["number"]) != row["digest"]
    ]
    if head and head not in digests.values():
        found.append(Wrong("own-head"))
    return found + _rule_faults(document) or _result_faults(document)


def _rule_faults(document: dict[str, Any]) -> list[Wrong]:
    ruling = [entry for entry in document["entries"] if entry["kind"] in {"opening", "amendment"}]
    if not ruling:
        return [Wrong("no-rules")]
    said = (ruling[-1]["body"]["rules"], ruling[-1]["body"]["scoring"])
    if said != (document["rules_digest"], sha256(document["scoring"])):
        return [Wrong("rules", number=ruling[-1]["number"])]
    what = unsound(document["scoring"])
    return [Wrong("unsound-rules", what=what)] if what else []


def _result_faults(document: dict[str, Any]) -> list[Wrong]:
    scoring = document["scoring"]
    told = told_by(document["entries"], with_votes=bool(scoring["public_share"]))
    if [row["code"] for row in document["categories"]] != sorted(told):
        return [Wrong("categories")]
    found = []
    for category in document["categories"]:
        try:
            _require_category(scoring, category, told[category["code"]])
            _require_result(document, category)
        except Wrong as wrong:
            found.append(wrong)
    return found


def _require_category(scoring: dict[str, Any], category: dict[str, Any], told: dict[str, Any]) -> None:
    """Raise Wrong unless a category is what the log says, and its points are those that the rules know."""
    for what, rows in told.items():
        if category[what] != rows:
            raise Wrong("differs", category=category["code"], what=what, first=_first(category[what], rows))
    most = {row["key"]: row["most"] for row in scoring["criteria"]}
    for sheet in category["sheets"]:
        points = sheet["points"]
        if set(points) != set(most) or any(points[key] > most[key] for key in most):
            raise Wrong("points", category=category["code"], juror=sheet["juror"], dossier=sheet["dossier"])
    if scoring["public_share"] and sorted(category["votes"]) != category["dossiers"]:
        raise Wrong("no-tally", category=category["code"])


def _require_result(document: dict[str, Any], category: dict[str, Any]) -> None:
    """Raise Wrong unless the ranking, and the one last decided, is what the rules give."""
    code = category["code"]
    rows, _reasons = rank(document["scoring"], category)
    given = [{**row, "total": str(row["total"])} for row in rows]
    unranked = sorted(set(category["dossiers"]) - {row["dossier"] for row in rows})
    if (category["ranking"], category["unranked"]) != (given, unranked):
        first = _first(category["ranking"], given) or _first(category["unranked"], unranked)
        raise Wrong("ranking", category=code, first=first)
    decisions = [row for row in document["entries"] if row["kind"] == "decision" and row["body"]["category"] == code]
    places = [{"rank": row["rank"], "dossier": row["dossier"]} for row in rows]
    if decisions and decisions[-1]["body"]["ranking"] != places:
        raise Wrong("decided", category=code, number=decisions[-1]["number"])


def _first(found: Any, wanted: Any) -> str:
    """Return the name of the first thing in which two lists, or two numbers of votes, differ."""
    if isinstance(found, dict):
        found, wanted = sorted(found.items()), sorted(wanted.items())
    for place in range(max(len(found), len(wanted))):
        pair = [rows[place] if place < len(rows) else None for rows in (found, wanted)]
        if pair[0] != pair[1]:
            known = pair[1] if pair[0] is None else pair[0]
            return str(
                known.get("dossier") if isinstance(known, dict) else known[0] if isinstance(known, tuple) else known
            )
    return ""


def show(value: Fraction, language: str, digits: int = 2) -> str:
    """Return a value from 0 with decimals; half a unit of the last place is rounded up. Nothing is computed from it."""
    scale = 10**digits
    units = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    return f"{units // scale}{',' if language == 'vi' else '.'}{units % scale:0{digits}}"


def tell(document: dict[str, Any], language: str, head: str = "") -> list[str]:
    """Return the ranking of each category in lines, with what parted dossiers of equal total, and the published heads."""
    lines = []
    for category in document["categories"]:
        lines.append(_in(TOLD["category"], language).format(category=category["code"]))
        rows, reasons = rank(document["scoring"], category)
        lines += [f"  {row['rank']:>3}. {row['dossier']}  {show(row['total'], language)}" for row in rows]
        lines += ["     " + _in(TOLD["unranked"], language).format(dossier=name) for name in category["unranked"]]
        lines += ["     " + _reason(row, language) for row in reasons if row["by"] != "total"]
    for row in document["heads"]:
        phase = PHASES.get(row["phase"], row["phase"]) if language == "vi" else row["phase"]
        lines.append(_in(TOLD["head"], language).format(**{**row, "phase": phase}))
    for entry in document["entries"]:
        if entry["digest"] == head:
            lines.append(_in(TOLD["found-head"], language).format(number=entry["number"]))
    if not head:
        lines.append(_in(TOLD["compare"], language))
    return lines


def _reason(row: dict[str, Any], language: str) -> str:
    is_number = row["by"] in {"fewer-low-outliers", "council-vote"}
    digits = 2
    while (
        not is_number
        and row["one"] != row["other"]
        and show(row["one"], language, digits) == show(row["other"], language, digits)
    ):
        digits += 1
    shown = {side: str(row[side]) if is_number else show(row[side], language, digits) for side in ("one", "other")}
    return _in(TOLD[row["by"]], language).format(higher=row["higher"], lower=row["lower"], **shown)


def report(name: str, language: str, head: str = "") -> tuple[list[str], bool]:
    """Read the file of this name; return what is to be said, and whether all is well."""
    try:
        raw = Path(name).read_bytes()
    except OSError as error:
        lines, found = [], [Wrong("missing-file", why=error.strerror)]
    else:
        try:
            document = read(raw)
            found = faults(document, head.strip().lower())
            lines = [] if found else tell(document, language, head.strip().lower())
        except Wrong as wrong:
            lines, found = [], [wrong]
    if found:
        return [_in(TOLD["wrong"], language).format(what=wrong.tell(language)) for wrong in found], False
    return [*lines, _in(TOLD["good"], language).format(entries=len(document["entries"]))], True


def language_here() -> str:
    """Return the language of whoever runs the program: Vietnamese or English."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    mine = next((name for name in named if name), None) or locale.getlocale()[0] or ""
    return "vi" if mine.lower().startswith("vi") else "en"


def main(arguments: list[str]) -> int:
    """Check the file that is named, say what was found, return the exit status."""
    parser = argparse.ArgumentParser(description="Recompute the result of an award from its score sheet.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--head", default="", metavar="DIGEST", help="a digest that you noted when it was published")
    parser.add_argument("--language", choices=("vi", "en"), default=language_here())
    chosen = parser.parse_args(arguments)
    lines, is_good = report(chosen.file, chosen.language, chosen.head)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.write("\n".join([*lines, ""]))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
