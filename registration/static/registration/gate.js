// The desk at the gate. Without this script the page connects a phone that types codes while there is network.
(() => {
  const HISTORY = 20;
  const HEARTBEAT = 15000;
  const { state } = GateSync;
  const words = JSON.parse(document.getElementById("gate-words").textContent);
  const part = (name) => document.querySelector(`[data-gate="${name}"]`);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  const language = document.documentElement.lang;
  const spoken = (code) => (/^\w{8}$/.test(code) ? `${code.slice(0, 4)}-${code.slice(4)}` : code);
  const clock = (at) => new Date(at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  const desk = part("desk");
  const connect = part("connect");
  let stopCamera = null;
  let busy = false;

  function element(tag, text, css) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (css) made.className = css;
    return made;
  }

  function say(target, text) {
    target.textContent = text;
    target.hidden = !text;
  }

  function showStatus() {
    const status = part("status");
    status.dataset.online = String(state.online);
    part("network").textContent = state.online ? words.online : words.offline;
    part("waiting").textContent = state.waiting ? fill(words.waiting, { number: state.waiting }) : words.nothing_waits;
    part("synced").textContent = state.syncedAt ? fill(words.synced, { time: clock(state.syncedAt) }) : "";
  }

  function showDesk() {
    const connected = Boolean(state.credential && state.list);
    desk.hidden = !connected;
    connect.hidden = connected;
    if (!connected) return;
    part("event").textContent = state.list.event;
    part("gate").textContent = `${state.list.gate} · ${state.list.device}`;
    say(part("session"), state.list.session ? fill(words.session, { name: state.list.session }) : "");
    const way = state.list.rules.direction;
    part("ways").hidden = way !== "both";
    if (way !== "both") desk.querySelector(`input[name="direction"][value="${way}"]`).checked = true;
    const kinds = desk.querySelector('select[name="kind"]');
    kinds.replaceChildren(...state.list.walk_in_kinds.map(([code, name]) => new Option(name, code)));
    part("walk-in").hidden = !state.list.walk_in_kinds.length;
    GateQuestions.show(part("walk-in-questions"), state.list.walk_in_questions || [], words, () => kinds.value);
    showStatus();
  }

  const direction = () => desk.querySelector('input[name="direction"]:checked').value;

  function signal(good) {
    if (!part("sound").checked) return;
    navigator.vibrate?.(good ? 80 : [200, 100, 200]);
    try {
      const context = new AudioContext();
      const tone = context.createOscillator();
      tone.frequency.value = good ? 880 : 220;
      tone.connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + (good ? 0.12 : 0.5));
      tone.onended = () => context.close();
    } catch {
      // A phone without sound still shows the answer.
    }
  }

  function titleOf(outcome) {
    return outcome.result === "admitted" && outcome.direction === "exit" ? words.left : words.results[outcome.result].title;
  }

  function sentenceOf(outcome) {
    if (outcome.unlisted) return words.unlisted;
    if (outcome.result === "admitted" && outcome.direction === "exit") return words.left_sentence;
    return words.results[outcome.result].sentence;
  }

  function showResult(outcome) {
    const panel = part("result");
    const good = outcome.result === "admitted";
    panel.hidden = false;
    panel.dataset.tone = good ? (outcome.unlisted ? "warning" : "good") : "bad";
    part("result-title").textContent = titleOf(outcome);
    part("result-name").textContent = [outcome.name, outcome.kind].filter(Boolean).join(" · ");
    part("result-sentence").textContent = sentenceOf(outcome);
    const before = outcome.earlier;
    part("result-earlier").textContent = before ? fill(words.earlier, { ...before, time: clock(before.at) }) : "";
    part("result-offline").textContent = outcome.offline ? words.decided_offline : "";
    signal(good);
  }

  async function remember(outcome) {
    const { nonce, result, direction: way, at, name, code, offline, held } = outcome;
    await GateStore.put("history", { nonce, result, direction: way, at, held, name: name || "", code: spoken(code || ""), offline: Boolean(offline) });
    const rows = (await GateStore.all("history")).sort((first, second) => second.at - first.at);
    await GateStore.remove("history", rows.slice(HISTORY).map((row) => row.nonce));
    await showHistory();
  }

  async function showHistory() {
    const rows = (await GateStore.all("history")).sort((first, second) => second.at - first.at);
    part("history").replaceChildren(
      ...rows.map((row) => {
        const line = element("li", "", "gate__row");
        const text = element("span", `${clock(row.at)} · ${titleOf(row)}${row.name ? ` · ${row.name}` : ""}${row.code ? ` · ${row.code}` : ""}`);
        line.append(text);
        if (row.undone) line.append(element("span", words.undone, "muted"));
        else {
          const button = element("button", words.undo, "button button--quiet");
          button.type = "button";
          button.setAttribute("aria-label", `${words.undo}: ${text.textContent}`);
          button.addEventListener("click", () => undo(row));
          line.append(button);
        }
        return line;
      }),
    );
    part("history-empty").hidden = rows.length > 0;
  }

  async function undo(row) {
    await guarded(async () => {
      await GateSync.undo(row);
      await GateStore.put("history", { ...row, undone: true });
      part("result").hidden = true;
      await showHistory();
    });
  }

  async function showReports(news) {
    const kept = [...news, ...((await GateStore.get("reports")) || [])].slice(0, HISTORY);
    await GateStore.set("reports", kept);
    part("reports-box").hidden = !kept.length;
    part("reports").replaceChildren(
      ...kept.map((one) => {
        if ("walkIn" in one) return element("li", fill(words.walk_in_failed, { name: one.walkIn, why: one.state }));
        if (one.undo) return element("li", one.undo);
        const before = one.earlier;
        const what = words.results[one.conflict].title;
        const who = [one.name, one.code].filter(Boolean).join(" · ");
        const where = before ? fill(words.earlier, { ...before, time: clock(before.at) }) : "";
        return element("li", `${clock(one.at)} · ${who} · ${what}${where ? `. ${where}` : ""}`);
      }),
    );
  }

  // Does one thing at a time and shows what went wrong in a sentence.
  async function guarded(work, shown = part("message")) {
    try {
      say(shown, "");
      await work();
    } catch (error) {
      if (error instanceof GateSync.Offline) say(shown, words.needs_network);
      else if (error instanceof GateSync.Refused && error.status === 410) await leave(error.message);
      else if (error instanceof GateSync.Refused) {
        const sentences = error.field ? { [error.field]: error.message, ...error.fields } : error.fields;
        say(shown, GateQuestions.blame(GateWalkIn.blame(part("walk-in-form"), sentences)) || error.message);
      }
      else {
        say(shown, words.failed);
        throw error;
      }
    }
    showStatus();
  }

  async function leave(text) {
    stopCamera?.();
    stopCamera = null;
    await GateSync.forget();
    part("history").replaceChildren();
    part("reports").replaceChildren();
    part("found").replaceChildren();
    part("result").hidden = true;
    showDesk();
    say(part("connect-message"), text);
  }

  async function read(text) {
    await guarded(async () => {
      const outcome = await GateSync.scan(text, direction());
      showResult(outcome);
      await remember(outcome);
    });
  }

  async function sync(force = false) {
    if (busy || !state.credential) return;
    if (GateSync.isOver()) {
      await leave(words.over);
      return;
    }
    busy = true;
    try {
      const news = await GateSync.merge();
      if (force || !state.list) {
        await GateSync.refresh();
        showDesk();
      }
      if (news.length) await showReports(news);
    } catch (error) {
      if (error instanceof GateSync.Refused && error.status === 410) await leave(error.message);
      else if (error instanceof GateSync.Refused) say(part("message"), error.message);
      else if (force) say(part("message"), words.needs_network);
    } finally {
      busy = false;
      showStatus();
    }
  }

  function onSubmit(name, work) {
    part(name).addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      work(event.target);
    });
  }

  onSubmit("connect-form", async (form) => {
    await guarded(async () => {
      await GateSync.enrol(form.elements.code.value);
      form.reset();
      history.replaceState(null, "", location.pathname);
      showDesk();
      await showHistory();
      desk.querySelector("input[name=text]").focus();
    }, part("connect-message"));
  });

  onSubmit("type", async (form) => {
    const field = form.elements.text;
    const text = field.value;
    field.value = "";
    field.focus();
    if (text.trim()) await read(text);
  });

  onSubmit("search", (form) =>
    guarded(async () => {
      const found = await GateSync.search(form.elements.words.value);
      say(part("found-none"), found.length ? "" : words.found_none);
      part("found").replaceChildren(
        ...found.map((one) => {
          const line = element("li", "", "gate__row");
          const inside = one.valid ? (one.inside ? words.inside : "") : words.results["not-valid"].title;
          line.append(element("span", [one.name, one.organisation, one.kind, one.reference, inside].filter(Boolean).join(" · ")));
          const button = element("button", one.code, "button button--secondary");
          button.type = "button";
          button.setAttribute("aria-label", fill(words.use_code, { name: one.name, code: one.code }));
          button.addEventListener("click", async () => {
            await read(one.code);
            part("result").scrollIntoView({ block: "nearest" });
          });
          line.append(button);
          return line;
        }),
      );
    }),
  );

  onSubmit("walk-in-form", (form) =>
    guarded(async () => {
      const value = (name) => form.elements[name].value.trim();
      const faults = GateWalkIn.faults(form, state.list.walk_in_kinds, words);
      const missing = GateQuestions.missing();
      GateWalkIn.blame(form, faults);
      if (Object.keys(faults).length) {
        say(part("walk-in-message"), Object.values(faults).join(" "));
        return;
      }
      if (missing) {
        say(part("walk-in-message"), missing);
        return;
      }
      if (!form.elements.consent.checked) {
        say(part("walk-in-message"), words.consent_needed);
        form.elements.consent.focus();
        return;
      }
      const made = await GateSync.walkIn({
        kind: value("kind"),
        full_name: value("full_name"),
        email: value("email"),
        organisation: value("organisation"),
        party_size: Number.parseInt(value("party_size"), 10) || 1,
        others: value("others"),
        answers: GateQuestions.answers(),
        consent: form.elements.consent.checked,
      });
      if (made.queued) say(part("walk-in-message"), words.walk_in_queued);
      else if (made.has_place) {
        say(part("walk-in-message"), "");
        for (const outcome of made.outcomes) {
          showResult(outcome);
          await remember(outcome);
        }
      } else say(part("walk-in-message"), fill(words.walk_in_state, { state: made.state }));
      form.reset();
      GateQuestions.update();
    }, part("walk-in-message")),
  );

  part("sync").addEventListener("click", () => sync(true));

  part("disconnect").addEventListener("click", () => {
    if (!state.waiting || part("disconnect").dataset.asked) {
      delete part("disconnect").dataset.asked;
      leave(words.disconnected);
      return;
    }
    part("disconnect").dataset.asked = "1";
    say(part("message"), fill(words.waiting_would_be_lost, { number: state.waiting }));
  });

  part("camera").addEventListener("click", async () => {
    const box = part("camera-box");
    if (stopCamera) {
      stopCamera();
      stopCamera = null;
      box.hidden = true;
      part("camera").textContent = words.camera_on;
      return;
    }
    try {
      box.hidden = false;
      stopCamera = await GateCamera.start(part("video"), read);
      part("camera").textContent = words.camera_off;
    } catch {
      box.hidden = true;
      say(part("message"), words.camera_refused);
    }
  });

  async function offerCamera() {
    const decode = await GateCamera.decoder().catch(() => null);
    part("camera").hidden = !decode;
    part("no-camera").hidden = Boolean(decode);
  }

  async function begin() {
    if (!globalThis.indexedDB || !globalThis.crypto?.subtle) {
      say(part("connect-message"), words.old_browser);
      return;
    }
    await GateSync.load();
    if (GateSync.isOver()) await leave(words.over);
    showDesk();
    await Promise.all([showHistory(), showReports([]), offerCamera()]);
    const code = location.hash.slice(1);
    if (!state.credential && code) part("connect-form").elements.code.value = code;
    state.online = navigator.onLine;
    if (navigator.serviceWorker) {
      navigator.serviceWorker.register(desk.dataset.worker, { scope: desk.dataset.scope }).catch(() => say(part("message"), words.no_worker));
    }
    sync(state.credential && !state.list);
    addEventListener("online", () => sync());
    addEventListener("offline", () => {
      state.online = false;
      showStatus();
    });
    setInterval(() => sync(), HEARTBEAT);
    document.documentElement.dataset.gate = "ready";
  }

  begin();
})();
