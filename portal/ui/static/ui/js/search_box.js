// Search boxes: suggestions while typing and a microphone. Without this script they are plain forms.
const helps = document.getElementById("search-helps");
const words = helps.dataset;
const live = document.getElementById("search-said");

function make(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

// A combobox whose options are links, so that they open in a new tab too.
const PAUSE = 150;
const SHORTEST = 2;
const answers = new Map();

async function ask(typed, signal) {
  if (!answers.has(typed)) {
    const response = await fetch(`${words.suggestions}?${new URLSearchParams({ q: typed })}`, { signal, credentials: "omit" });
    answers.set(typed, (await response.json()).suggestions);
  }
  return answers.get(typed);
}

function suggest(input) {
  const list = make("div", { "class": "suggestions", id: `${input.id}-list`, role: "listbox", "aria-label": words.list });
  const options = list.children;
  let active, request, timer;

  const mark = (index) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    options[active]?.setAttribute("aria-selected", "true");
    options[active]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active]?.id ?? "");
  };
  const open = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", yes);
    mark(-1);
  };
  const stop = () => {
    clearTimeout(timer);
    request?.abort();
  };
  const close = () => {
    stop();
    open(false);
  };
  const load = async () => {
    stop();
    const { signal } = request = new AbortController();
    // Without an answer the form still works.
    const found = await ask(input.value.trim().toLowerCase(), signal).catch(() => []);
    if (signal.aborted) return;
    list.replaceChildren(...found.map(({ parts, kind, url, lang }, index) => make(
      "a", { "class": "suggestions__option", id: `${list.id}-${index}`, role: "option", href: url, tabindex: -1, "aria-selected": false },
      make("span", { lang }, ...parts.map((part, place) => (place % 2 ? make("mark", {}, part) : part))), " ",
      make("span", { "class": "suggestions__kind" }, kind),
    )));
    open(found.length > 0);
    live.textContent = [words.none, words.one][found.length] ?? words.many.replace("{n}", found.length);
  };

  input.parentElement.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  open(false);
  input.addEventListener("input", () => {
    stop();
    if (input.value.trim().length < SHORTEST) open(false);
    else timer = setTimeout(load, PAUSE);
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    const last = options.length - 1;
    const moves = { ArrowDown: active < last ? active + 1 : -1, ArrowUp: active < 0 ? last : active - 1 };
    // Otherwise these two move in the text.
    if (active >= 0) Object.assign(moves, { Home: 0, End: last });
    if (event.isComposing || event.ctrlKey || event.shiftKey) return;
    if (list.hidden) {
      if (key !== "ArrowDown" || input.value.trim().length < SHORTEST) return;
      load();
    } else if (key in moves) mark(moves[key]);
    else if (key === "Enter" && active >= 0) options[active].click();
    else if (key === "Escape") {
      event.stopPropagation();
      close();
    } else return;
    event.preventDefault();
  });
}

// The microphone. Browsers may send sound to their makers: nobody is heard before agreeing.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
const SECONDS = 10;
// The microphone hears a screen reader too: it does not count aloud all the time.
const SAID = [10, 5, 3];
// Some browsers never say that they ended.
const GRACE = 2000;
const KEY = "voice-agreed";
let agreed = store((kept) => kept.getItem(KEY)) === "true";
let dismiss = null;

// Where nothing is kept, the answer holds for the page.
function store(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

function speak(input) {
  const [button, panel] = helps.content.cloneNode(true).children;
  const [left, time, said] = ["left", "time", "said"].map((part) => panel.querySelector(`.voice-panel__${part}`));
  let before, count, fault, heard, recogniser, sends, ticking, waiting;

  const show = (state, sentence = "") => {
    button.title = button.ariaLabel = state === "listen" ? words.stop : words.speak;
    button.dataset.state = panel.dataset.state = state;
    panel.hidden = !state;
    said.textContent = live.textContent = sentence;
    dismiss = state ? cancel : null;
  };
  const rest = () => {
    const was = recogniser;
    clearInterval(ticking);
    clearTimeout(waiting);
    recogniser = null;
    if (was) was.onstart = was.onresult = was.onerror = was.onend = () => {};
    return was;
  };
  const cancel = () => {
    const was = rest();
    was?.abort();
    if (was) input.value = before;
    if (panel.contains(document.activeElement)) button.focus();
    show("");
  };
  const end = () => {
    if (!rest()) return;
    if (!heard) {
      input.value = before;
      show("fail", helps.getAttribute(`data-${fault || "no-speech"}`) ?? words.failed);
    } else if (sends) {
      show("");
      input.form.requestSubmit();
    } else {
      show("said", count ? words.heard : words.over);
      input.focus();
    }
  };
  const stop = () => {
    const was = recogniser;
    clearInterval(ticking);
    waiting = setTimeout(() => {
      end();
      was.abort();
    }, GRACE);
    was.stop();
  };
  const tick = (seconds) => {
    time.value = left.textContent = count = seconds;
    if (SAID.includes(count)) live.textContent = words.left.replace("{n}", count);
    if (!count) stop();
  };
  const start = () => {
    before = input.value;
    fault = heard = "";
    sends = false;
    show("listen");
    tick(SECONDS);
    ticking = setInterval(() => tick(count - 1), 1000);
    recogniser = Object.assign(new Recognition(), {
      lang: document.documentElement.lang === "en" ? "en-US" : "vi-VN",
      interimResults: true,
      // Answering the browser takes none of the ten seconds.
      onstart: () => tick(SECONDS),
      onresult: ({ results }) => {
        heard = Array.from(results, ([best]) => best.transcript.trim()).join(" ");
        input.value = heard || before;
      },
      onerror: ({ error }) => { fault = error; },
      onend: end,
    });
    try {
      recogniser.start();
    } catch {
      fault = "failed";
      end();
    }
  };
  const press = () => {
    if (recogniser) {
      sends = true;
      return stop();
    }
    dismiss?.();
    if (agreed) return start();
    show("ask");
    panel.querySelector("p").focus();
  };

  show("");
  input.after(button);
  input.parentElement.after(panel);
  button.addEventListener("click", press);
  panel.addEventListener("click", ({ target }) => {
    const choice = target.dataset.do;
    if (!choice) return;
    cancel();
    if (choice === "refuse") return input.focus();
    agreed = choice === "agree";
    store((kept) => kept.setItem(KEY, agreed));
    if (agreed) start();
    else show("told", words.forgotten);
  });
  // Whoever types takes over.
  input.addEventListener("input", () => {
    rest()?.abort();
    if (panel.dataset.state) show("");
  });
}

// Before what closes menus and empties fields.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !dismiss) return;
  event.preventDefault();
  event.stopPropagation();
  dismiss();
}, true);
document.addEventListener("visibilitychange", () => document.hidden && dismiss?.());

// Tasks of their own, for slow phones.
for (const input of document.querySelectorAll('input[type="search"]')) {
  if ("suggest" in input.dataset) setTimeout(suggest, 0, input);
  if (Recognition) setTimeout(speak, 0, input);
}
