// Talks to the portal: asks it while there is network, decides alone while there is none, and merges later.
(() => {
  const TIMEOUT = 5000;
  const PART = 500;
  const LIST_AGE = 5 * 60 * 1000;

  class Offline extends Error {}
  class Refused extends Error {
    constructor(status, answer) {
      super(answer.error || "");
      this.status = status;
      this.field = answer.field || "";
      this.fields = answer.fields || {};
    }
  }

  const state = { credential: null, list: null, rows: new Map(), online: true, syncedAt: 0, waiting: 0 };

  async function ask(name, body, { timeout = TIMEOUT } = {}) {
    const address = document.querySelector("[data-api]").dataset.api + name + "/";
    let answer;
    let read;
    try {
      answer = await fetch(address, {
        method: "POST",
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        headers: {
          "Content-Type": "application/json",
          ...(state.credential ? { Authorization: `Bearer ${state.credential}` } : {}),
        },
        body: JSON.stringify({ queue: state.waiting, ...body }),
        signal: AbortSignal.timeout(timeout),
      });
      read = await answer.json();
    } catch {
      state.online = false;
      throw new Offline();
    }
    if (answer.status === 429 || answer.status >= 500) {
      state.online = false;
      throw new Offline();
    }
    state.online = true;
    if (!answer.ok) throw new Refused(answer.status, read);
    return read;
  }

  function take(list) {
    state.list = list;
    state.rows = new Map(list.rows.map((row) => [row[0], row]));
  }

  async function load() {
    state.credential = (await GateStore.get("credential")) || null;
    const list = await GateStore.get("list");
    if (list) take(list);
    state.syncedAt = (await GateStore.get("syncedAt")) || 0;
    await count();
  }

  async function count() {
    state.waiting = (await GateStore.all("queue")).length;
  }

  async function enrol(code) {
    const made = await ask("enrol", { code });
    state.credential = made.credential;
    await GateStore.set("credential", made.credential);
    await refresh();
  }

  async function refresh() {
    const list = await ask("list", {}, { timeout: 30000 });
    take(list);
    state.syncedAt = Date.now();
    await GateStore.set("list", list);
    await GateStore.set("syncedAt", state.syncedAt);
    // What still waits is not in the list yet.
    const shown = await GateStore.all("history");
    for (const item of (await GateStore.all("queue")).sort(byTime)) {
      if (item.undone || item.result !== "admitted" || !item.code) continue;
      const row = shown.find(({ nonce }) => nonce === item.nonce);
      if (row) await GateStore.put("history", { ...row, held: heldBy(item.code) });
      pass(item.code, item.direction);
    }
  }

  const isOver = () => state.list && Date.now() > state.list.expires_at;

  async function forget() {
    state.credential = null;
    state.list = null;
    state.rows = new Map();
    state.waiting = 0;
    await GateStore.wipe();
  }

  function stateOf(row) {
    return GateRules.dayOf(Date.now() / 1000) === state.list.day ? row[4] : 0;
  }

  // 0: not used, 1: used and outside, 2: inside.
  function heldBy(code) {
    const row = state.rows.get(code);
    return row ? stateOf(row) : 0;
  }

  const byTime = (first, second) => first.at - second.at;
  const afterwards = (held, direction) => (direction === "entry" ? 2 : Math.min(held, 1));

  function pass(code, direction) {
    const today = GateRules.dayOf(Date.now() / 1000);
    if (today !== state.list.day) {
      state.list.day = today;
      state.list.rows.forEach((row) => {
        row[4] = 0;
      });
    }
    let row = state.rows.get(code);
    if (!row) {
      row = [code, "", null, 1, 0, "", 1];
      state.list.rows.push(row);
      state.rows.set(code, row);
    }
    row[4] = afterwards(row[4], direction);
  }

  function decide({ reading, code }, direction) {
    const row = state.rows.get(code);
    const rules = row?.[2] === null ? { ...state.list.rules, kinds: null } : state.list.rules;
    const held = row ? stateOf(row) : 0;
    return GateRules.verdict({
      rules,
      reading,
      holder: row ? { kind: row[2], valid: row[3] === 1, inside: held === 2, entered: held > 0, in_session: row[6] !== 0 } : null,
      direction,
      at: Date.now() / 1000,
      online: false,
    });
  }

  function offlineOutcome(item) {
    const row = state.rows.get(item.code);
    const known = row && item.result !== "forged" && item.result !== "foreign-event";
    return {
      ...item,
      conflict: "",
      offline: true,
      unlisted: item.result === "admitted" && (!row || row[2] === null),
      name: known ? row[1] : "",
      kind: known ? state.list.kinds[row[2]] || "" : "",
      reference: known ? row[5] : "",
    };
  }

  // Reads a text that was scanned or typed and returns what the gate says.
  async function scan(text, direction) {
    const read = await GateRules.read(text, state.list);
    const nonce = crypto.randomUUID();
    const held = heldBy(read.code);
    if (state.online) {
      try {
        const told = await ask("scan", { nonce, text, direction });
        if (told.result === "admitted") {
          pass(read.code, direction);
          await GateStore.set("list", state.list);
        }
        return { ...told, held };
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
      }
    }
    const item = { nonce, text, direction, code: read.code, at: Date.now(), result: decide(read, direction) };
    const told = { ...offlineOutcome(item), held };
    await GateStore.put("queue", item);
    if (item.result === "admitted") {
      pass(item.code, direction);
      await GateStore.set("list", state.list);
    }
    await count();
    return told;
  }

  const stops = (error) => error instanceof Offline || error.status === 401 || error.status === 410;

  // What was undone here may have reached the portal.
  async function takeBack(news) {
    for (const { nonce, undone } of await GateStore.all("queue")) {
      if (!undone) continue;
      try {
        await ask("undo", { nonce });
      } catch (error) {
        if (stops(error)) throw error;
        news.push({ undo: error.message });
      }
      await GateStore.remove("queue", [nonce]);
      await count();
    }
  }

  // Sends what waits. Returns the outcomes that somebody should hear of.
  async function merge() {
    const news = [];
    await takeBack(news);
    const queue = await GateStore.all("queue");
    const scans = queue.filter((item) => !item.walkIn && !item.undone).sort(byTime);
    for (let begin = 0; begin === 0 || begin < scans.length; begin += PART) {
      const part = scans.slice(begin, begin + PART);
      const sent = part.map(({ nonce, text, direction, at, result }) => ({ nonce, text, direction, at, result }));
      const { outcomes } = await ask("merge", { sent_at: Date.now(), scans: sent }, { timeout: 60000 });
      await GateStore.settle(part.map((item) => item.nonce));
      await count();
      news.push(...outcomes.filter((outcome) => outcome.conflict));
    }
    await takeBack(news);
    for (const item of queue.filter((one) => one.walkIn)) {
      try {
        const made = await ask("walk-in", { nonce: item.nonce, ...item.walkIn });
        if (!made.has_place) news.push({ walkIn: item.walkIn.full_name, state: made.state });
      } catch (error) {
        if (stops(error)) throw error;
        news.push({ walkIn: item.walkIn.full_name, state: error.message });
      }
      await GateStore.remove("queue", [item.nonce]);
      await count();
    }
    if (Date.now() - state.syncedAt > LIST_AGE) await refresh();
    return news;
  }

  async function walkIn(fields) {
    const nonce = crypto.randomUUID();
    if (state.online) {
      try {
        return await ask("walk-in", { nonce, ...fields });
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
      }
    }
    await GateStore.put("queue", { nonce, walkIn: fields, at: Date.now() });
    await count();
    return { queued: true };
  }

  async function search(words) {
    if (state.online) {
      try {
        return (await ask("search", { words })).found;
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
      }
    }
    return state.list.rows
      .filter((row) => GateRules.matches(row, words))
      .slice(0, 20)
      .map((row) => ({
        code: `${row[0].slice(0, 4)}-${row[0].slice(4)}`,
        name: row[1],
        kind: state.list.kinds[row[2]] || "",
        reference: row[5],
        organisation: "",
        valid: row[3] === 1,
        inside: stateOf(row) === 2,
      }));
  }

  // Returns how a ticket stands without one reading: as before it, and what was read here since.
  async function without(item, code) {
    let held = item.held ?? (item.direction === "entry" ? 0 : 2);
    for (const row of (await GateStore.all("history")).sort(byTime)) {
      const counts = row.at > item.at && !row.undone && row.result === "admitted" && GateRules.codeIn(row.code) === code;
      if (!counts) continue;
      await GateStore.put("history", { ...row, held });
      held = afterwards(held, row.direction);
    }
    return held;
  }

  // Takes back a reading: of what still waits here the portal is told later.
  async function undo(item) {
    const waits = (await GateStore.all("queue")).find(({ nonce }) => nonce === item.nonce);
    if (waits) await GateStore.put("queue", { ...waits, undone: true });
    else await ask("undo", { nonce: item.nonce });
    const code = GateRules.codeIn(item.code || "");
    const row = code && state.rows.get(code);
    if (row && item.result === "admitted") {
      row[4] = GateRules.dayOf(item.at / 1000) === state.list.day ? await without(item, code) : row[4];
      await GateStore.set("list", state.list);
    }
    await count();
  }

  globalThis.GateSync = { state, load, enrol, refresh, scan, merge, walkIn, search, undo, forget, isOver, Offline, Refused };
})();
