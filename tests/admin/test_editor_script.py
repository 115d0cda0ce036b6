"""The script that holds a press on a saving button back until the last words are written."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path("portal/pages/static/pages/editor.js").resolve()

# A document with one form, one button and a clock that the test turns.
STAGE = """
const heard = {}, timers = new Map();
let now = 1000, sent = 0, last = 0;
global.Element = class { closest() { return this; } };
const typing = new Element();
const button = new Element();
button.form = { matches: () => true, elements: [] };
global.document = { addEventListener: (name, act) => (heard[name] ??= []).push(act) };
Object.defineProperty(global, "performance", { value: { now: () => now }, configurable: true });
global.setTimeout = (act, wait) => { timers.set(++last, [act, now + wait]); return last; };
global.clearTimeout = (id) => timers.delete(id);
const tell = (name, target) => {
  let isHeld = false;
  const event = { type: name, target, preventDefault() { isHeld = true; }, stopImmediatePropagation() {} };
  for (const act of heard[name]) act(event);
  return isHeld;
};
button.click = () => { if (!tell("click", button)) sent += 1; };
const pass = (time) => {
  now += time;
  for (const [id, [act, at]] of [...timers]) if (at <= now && timers.delete(id)) act();
};
"""
PLAY = """
tell("input", typing);
button.click();
now += 100;
button.click();
if (sent !== 0) throw new Error("sent before the words were written");
for (let step = 0; step < 20; step += 1) pass(100);
if (sent !== 1) throw new Error(`sent ${sent} times`);
"""


def test_a_double_press_sends_the_form_once() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("There is no node to run the script. On Debian: apt-get install nodejs.")
    text = STAGE + SCRIPT.read_text() + PLAY
    done = subprocess.run([node, "-e", text], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
