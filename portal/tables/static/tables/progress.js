// Follows an import without anybody pressing "Look again"; without this script the link does the same.

const PAUSE = 2000;
const LONGEST_PAUSE = 15000;

function follow(shown, pause) {
  if (shown.dataset.progress !== "busy") return;
  setTimeout(async () => {
    let next = Math.min(pause * 1.2, LONGEST_PAUSE);
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = page.querySelector("[data-progress]");
      if (!newer || newer.dataset.state !== shown.dataset.state) {
        window.location.reload();
        return;
      }
      shown.dataset.progress = newer.dataset.progress;
      shown.replaceChildren(...newer.childNodes);
    } catch {
      next = LONGEST_PAUSE;
    }
    follow(shown, next);
  }, pause);
}

document.querySelectorAll("[data-progress]").forEach((shown) => follow(shown, PAUSE));
