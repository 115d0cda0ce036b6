// Keeps the dashboard's figures fresh; without this script the link "Look again" does the same.

const PAUSE = 15000;
const LONGEST_PAUSE = 120000;

async function newer(shown) {
  const answer = await fetch(shown.dataset.live, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("[data-live]");
  if (!found) throw new Error("no figures");
  return found;
}

function isInUse(shown) {
  const active = document.activeElement;
  return document.hidden || (active && active !== document.body && shown.contains(active));
}

function follow(shown, pause) {
  setTimeout(async () => {
    let next = PAUSE;
    if (!isInUse(shown)) {
      try {
        const found = await newer(shown);
        if (found.dataset.version !== shown.dataset.version) {
          const open = new Set([...shown.querySelectorAll("details[open]")].map((item) => item.id));
          shown.dataset.version = found.dataset.version;
          shown.replaceChildren(...found.childNodes);
          shown.querySelectorAll("details").forEach((item) => { item.open = open.has(item.id); });
        }
      } catch {
        next = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
    follow(shown, next);
  }, pause);
}

document.querySelectorAll("[data-live]").forEach((shown) => follow(shown, PAUSE));
