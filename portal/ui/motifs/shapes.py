"""The shapes themselves, cut as for a wood block: flat, with thin lines left free."""

from math import cos, pi, sin

from portal.ui.motifs.colours import Palette


def _turned(x: float, y: float, angle: float, drawing: str, scale: float = 1) -> str:
    size = "" if scale == 1 else f" scale({scale:g})"
    return f'<g transform="translate({x:.4g} {y:.4g}) rotate({angle:g}){size}">{drawing}</g>'


def _cut(colour: str, path: str, width: float = 3) -> str:
    return (
        f'<path fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" '
        f'stroke-linejoin="round" d="{path}"/>'
    )


def carp(palette: Palette) -> str:
    """A carp on its way up."""
    scales = "".join(
        f"M{x + row % 2 * 8} {y - 6}q9 6 0 12"
        for row, (y, start, end) in enumerate(
            ((86, 138, 196), (98, 134, 222), (110, 134, 232), (122, 134, 216), (133, 138, 190))
        )
        for x in range(start, end, 16)
    )
    fins = (
        "M122 78C134 48 172 36 206 44C203 56 206 72 214 86C184 68 150 68 122 78z"
        "M124 142C126 160 140 170 158 172C154 160 156 150 162 144z"
        "M194 134C198 150 210 158 226 158C220 146 220 136 222 126z"
        "M242 100C258 86 268 68 290 60C282 80 280 92 281 105C284 122 290 136 298 152C274 146 258 128 242 112z"
    )
    fin_lines = (
        "M142 68L150 54M160 63L168 47M178 64L186 47M196 70L198 52M256 104L276 82M258 106L274 105M256 110L280 134"
    )
    return _turned(
        -2,
        14,
        -6,
        f'<path fill="{palette.second}" d="{fins}"/>'
        f'<path fill="{palette.main}" d="M62 116C86 68 158 54 216 90C228 98 238 100 248 100C250 104 250 109 248 113'
        f'C238 116 224 124 208 132C158 154 92 150 62 116z"/>'
        + _cut(palette.ground, "M112 80C128 98 128 128 110 144" + scales, 2.6)
        + _cut(palette.ground, fin_lines, 2)
        + _cut(palette.main, "M66 120C54 124 48 132 48 142M74 128C66 134 64 142 66 150", 2.6)
        + _cut(palette.ground, "M66 117C74 118 80 116 84 113", 2)
        + f'<circle cx="92" cy="104" r="7.5" fill="{palette.ground}"/><circle cx="91" cy="104" r="3.6" fill="{palette.main}"/>',
    )


def buffalo(palette: Palette) -> str:
    """A buffalo with the boy who plays the flute."""
    legs_behind = "M132 128h16l2 50h-15zM214 128h16l4 50h-15z"
    body = (
        "M100 88C126 76 190 74 224 84C246 90 254 104 254 122L256 178H240L232 138C212 146 178 148 156 142L152 178H136"
        "L128 136C116 132 108 128 104 124C98 134 90 146 78 150C66 154 56 148 58 138C60 128 68 116 74 106C80 96 90 90 100 88z"
    )
    horns = (
        "M88 98C66 96 46 80 48 50C56 70 70 80 92 84zM92 96C112 94 130 78 126 48C120 68 108 78 88 82z"
        "M104 100C112 100 120 104 124 112C114 112 106 110 100 106z"
    )
    boy = "M160 84C156 62 162 50 174 50C188 50 196 64 196 82C196 88 192 94 188 100L194 122H180L172 98C166 94 162 90 160 84z"
    return (
        f'<path fill="{palette.second}" d="{legs_behind}"/><path fill="{palette.main}" d="{body}{horns}"/>'
        + _cut(palette.main, "M252 104C266 116 266 138 260 152", 4)
        + f'<path fill="{palette.light}" d="M136 20C150 -2 198 -2 214 22C198 16 190 16 176 20C164 15 150 15 136 20z"/>'
        + _cut(palette.main, "M176 18L182 62", 2.6)
        + f'<path fill="{palette.second}" d="{boy}"/><circle cx="170" cy="38" r="12" fill="{palette.second}"/>'
        + _cut(palette.light, "M130 52L172 44", 4)
        + _cut(palette.ground, "M172 60C164 62 156 60 150 54M188 100C184 94 178 90 172 88", 2.4)
        + _cut(palette.ground, "M70 142q5 3 9 0M110 128C118 122 122 112 122 104M232 138C236 128 236 118 232 110", 2.4)
        + f'<circle cx="82" cy="116" r="3.4" fill="{palette.ground}"/>'
    )


def _wheel(x: float, y: float, radius: float, teeth: int, colour: str) -> str:
    points = []
    for tooth in range(teeth):
        for part, reach in ((0.0, 0.84), (0.16, 1.0), (0.5, 1.0), (0.66, 0.84)):
            angle = 2 * pi * (tooth + part) / teeth
            points.append(f"{x + radius * reach * cos(angle):.1f} {y + radius * reach * sin(angle):.1f}")
    return (
        f'<path fill="{colour}" stroke="{colour}" stroke-width="4" stroke-linejoin="round" d="M{"L".join(points)}z"/>'
    )


def gear(palette: Palette, *, teeth: int) -> str:
    """A great and a small wheel; a sophora flower for an axle."""
    petal = f'<path fill="{palette.second}" d="M0-6C-11-14-11-30 0-36C11-30 11-14 0-6z"/>'
    flower = "".join(_turned(138, 104, angle, petal) for angle in range(0, 360, 45))
    return (
        _wheel(240, 62, 40, 9, palette.second)
        + f'<circle cx="240" cy="62" r="21" fill="{palette.ground}"/><circle cx="240" cy="62" r="10" fill="{palette.main}"/>'
        + _wheel(138, 104, 84, teeth, palette.main)
        + f'<circle cx="138" cy="104" r="57" fill="none" stroke="{palette.ground}" stroke-width="3"/>'
        + f'<circle cx="138" cy="104" r="46" fill="{palette.ground}"/>{flower}'
        + f'<circle cx="138" cy="104" r="9" fill="{palette.light}"/>'
    )


def leaf(palette: Palette, *, pairs: int) -> str:
    """A young plant between two ears of rice."""
    blade = f'<path fill="{palette.main}" d="M0 0C16-28 56-34 84-12C58 10 20 14 0 0z"/>' + _cut(
        palette.ground, "M6-1C30-12 52-14 72-11M26-8l6-9M40-12l7-8M30-6l10 8M46-9l9 6", 2.2
    )
    plant = ""
    for pair in range(pairs):
        y, scale = 164 - pair * (112 / pairs), 1.05 - pair * 0.17
        plant += _turned(160, y, -24 - pair * 6, blade, round(scale, 2))
        plant += (
            f'<g transform="matrix(-1 0 0 1 320 0)">{_turned(160, y - 8, -24 - pair * 6, blade, round(scale, 2))}</g>'
        )
    grain = f'<path fill="{palette.second}" d="M0 0C-7-6-7-16 0-22C7-16 7-6 0 0z"/>'
    ear = _cut(palette.second, "M0 0C-4-50-2-90 22-118", 3) + "".join(
        _turned(-3 + step * step * 0.55, -44 - step * 14, side * 34 + step * 5, grain, 0.9)
        for step in range(6)
        for side in (-1, 1)
    )
    return (
        f'<g transform="translate(262 204)">{ear}</g><g transform="matrix(-1 0 0 1 58 204)">{ear}</g>'
        + _cut(palette.main, "M160 204C158 160 162 100 160 44", 5)
        + plant
        + f'<path fill="{palette.light}" d="M160 50C146 38 146 20 160 8C174 20 174 38 160 50z"/>'
    )


def circuit(palette: Palette, *, reach: int) -> str:
    """A chip with its traces, spread as a tree spreads branches."""
    traces, nodes = "", ""
    for step, (lane, outer) in enumerate(((-27, True), (-9, False), (9, False), (27, True))):
        slope = -1 if lane < 0 else 1
        bend = 14 + reach * 5 + (0 if outer else 22)
        rise = slope * ((40 - reach * 6) if outer else 20)
        far = 112 + (step + reach) % 2 * 18 + (0 if outer else 14)
        for side in (-1, 1):
            x, y = 160 + side * 44, 100 + lane
            end_x, end_y = 160 + side * far, y + rise
            traces += f"M{x} {y}h{side * bend}l{side * abs(rise)} {rise}H{end_x}"
            nodes += f'<circle cx="{end_x}" cy="{end_y}" r="7"/>'
        tip = 24 + (step + reach) % 2 * 20
        for side in (-1, 1):
            traces += f"M{160 + lane} {100 + side * 44}v{side * (tip - 12)}"
            nodes += f'<circle cx="{160 + lane}" cy="{100 + side * (44 + tip)}" r="5"/>'
    petal = f'<path fill="{palette.ground}" d="M0-5C-7-9-7-18 0-23C7-18 7-9 0-5z"/>'
    return (
        _cut(palette.main, traces, 5)
        + f'<g fill="{palette.ground}" stroke="{palette.second}" stroke-width="5">{nodes}</g>'
        + f'<rect x="114" y="54" width="92" height="92" rx="10" fill="{palette.main}"/>'
        + f'<rect x="123" y="63" width="74" height="74" rx="5" fill="none" stroke="{palette.ground}" stroke-width="2.4"/>'
        + "".join(_turned(160, 100, angle, petal) for angle in range(0, 360, 45))
        + f'<circle cx="160" cy="100" r="6" fill="{palette.light}"/>'
    )


def kiln(palette: Palette) -> str:
    """A potter's kiln of Phù Lãng with its fire, jars beside it."""
    bricks = (
        "M82 150H238M82 126H238M86 102H234M100 80H220M124 62H196"
        "M104 150v20M216 150v20M92 126v24M122 126v10M198 126v10M228 126v24M108 102v24M212 102v24M140 102v8M180 102v8"
        "M122 80v22M160 80v22M198 80v22M142 62v18M178 62v18"
    )
    jar = (
        f'<path fill="{palette.second}" d="M-10 0H10V6C22 12 27 24 25 36C23 48 16 54 12 58H-12C-16 54-23 48-25 36C-27 24-22 12-10 6z"/>'
        + _cut(palette.ground, "M-23 26H23M-25 34H25M-14 9H14", 2.4)
    )
    smoke = "M208 30C208 14 226 12 228 24C229 32 218 34 217 27M226 16C232 2 252 2 254 16C255 26 242 29 240 20"
    return (
        f'<path fill="{palette.main}" d="M74 172V122C74 72 112 48 160 48C208 48 246 72 246 122V172zM194 34H222V84H194z"/>'
        + _cut(palette.ground, bricks, 2.2)
        + _cut(palette.main, smoke, 3.6)
        + f'<path fill="{palette.ground}" d="M124 172V140A36 36 0 0 1 196 140V172z"/>'
        + f'<path fill="{palette.second}" d="M131 172V141A29 29 0 0 1 189 141V172z"/>'
        + f'<path fill="{palette.light}" d="M160 118C166 132 178 138 178 154C178 166 170 172 160 172C150 172 142 166 142 154'
        f'C142 146 147 142 150 136C152 140 154 142 156 142C160 136 161 128 160 118z"/>'
        + _turned(44, 118, 0, jar)
        + _turned(276, 118, 0, jar)
        + f'<path fill="{palette.main}" d="M0 172H320V178H0z"/>'
    )
