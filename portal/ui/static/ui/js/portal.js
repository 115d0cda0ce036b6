// Small helps; every page works without them.

// Each kind in a task of its own, for slow phones.
function each(selector, act) {
  setTimeout(() => document.querySelectorAll(selector).forEach(act));
}

// Menu, search and filter sheets: opened without traces in the history.
function setSheet(name, open) {
  const sheet = document.getElementById(name);
  if (!sheet) return;
  sheet.classList.toggle("is-open", open);
  document.querySelectorAll(`[data-toggle="${name}"]`).forEach((toggle) => toggle.setAttribute("aria-expanded", String(open)));
  if (open) sheet.querySelector("input, a, button")?.focus();
}

each("[data-toggle]", (toggle) => {
  const name = toggle.dataset.toggle;
  toggle.setAttribute("role", "button");
  toggle.setAttribute("aria-controls", name);
  toggle.setAttribute("aria-expanded", "false");
  const flip = (event) => {
    event.preventDefault();
    setSheet(name, toggle.getAttribute("aria-expanded") !== "true");
  };
  toggle.addEventListener("click", flip);
  toggle.addEventListener("keydown", (event) => event.key === " " && flip(event));
});

each("[data-close]", (link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    setSheet(link.dataset.close, false);
    document.querySelector(`[data-toggle="${link.dataset.close}"]`)?.focus();
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const toggle = document.querySelector('[data-toggle][aria-expanded="true"]');
  if (!toggle) return;
  setSheet(toggle.dataset.toggle, false);
  toggle.focus();
});

// The error summary is read first.
document.querySelector("[data-focus]")?.focus();

// A form that was sent is not sent twice by a second click; a download leaves the page as it was.
const PATIENCE = 8000;
function setSent(form, button, sent) {
  form.toggleAttribute("data-sent", sent);
  if (sent) button?.setAttribute("aria-busy", "true");
  else button?.removeAttribute("aria-busy");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  setSent(form, event.submitter, true);
  setTimeout(() => setSent(form, event.submitter, false), PATIENCE);
});
window.addEventListener("pageshow", () => {
  each("form[data-sent]", (form) => setSent(form, form.querySelector("[aria-busy]"), false));
});

// Handing an address to the apps of a phone, Zalo among them.
each("[data-share]", (button) => {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: button.dataset.shareTitle, url: button.dataset.share }).catch(() => {});
  });
});

each("[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  // A live region of its own where there is one: what changes inside a button is not always read out.
  const said = document.getElementById(button.dataset.copyStatus) ?? button.querySelector("span");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = button.dataset.copied;
  });
});

// What the browser says when it refuses a passkey stands on the page, not only in its console.
const REFUSALS = { SecurityError: "wrongAddress", NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-key-refused]");
  if (!place) return;
  event.preventDefault();
  const notice = document.createElement("p");
  notice.className = "notice notice--error";
  notice.textContent = place.dataset[REFUSALS[event.detail.exception?.name] ?? "failed"];
  place.replaceChildren(notice);
});
