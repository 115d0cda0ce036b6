// Swaps the code on the trainer's screen when the next one comes; without this script the page loads itself anew.

const AFTER_FAILURE = 3;

function wait(shown, seconds) {
  setTimeout(async () => {
    let next = AFTER_FAILURE;
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = page.querySelector("[data-rotating]");
      if (!newer) {
        window.location.reload();
        return;
      }
      next = Number(newer.dataset.rotating) || AFTER_FAILURE;
      shown.replaceChildren(...newer.childNodes);
      shown.classList.remove("is-stale");
    } catch {
      shown.classList.add("is-stale");
    }
    wait(shown, next);
  }, seconds * 1000);
}

document.querySelectorAll("[data-rotating]").forEach((shown) => wait(shown, Number(shown.dataset.rotating)));
