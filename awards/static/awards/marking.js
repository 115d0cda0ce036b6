// A juror's sheet: the weighted total as one gives points, and drafts that save themselves. Without this script both happen on saving.

const PAUSE = 2500;
const AGAIN = 20000;

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function pointsOf(field) {
  const control = field.querySelector("input[type=radio]:checked") ?? field.querySelector("input[type=number]");
  const typed = control?.value.trim() ?? "";
  return /^\d+$/.test(typed) && Number(typed) <= Number(field.dataset.most) ? Number(typed) : null;
}

// In whole hundredths of points, rounded half up as the portal rounds: sums of fractions would lie by a hair.
function hundredths(fields) {
  const most = fields.map((field) => BigInt(field.dataset.most));
  const scale = most.reduce((product, one) => product * one, 1n);
  const sum = fields.reduce((total, field, place) => {
    const given = pointsOf(field);
    return given === null ? total : total + (BigInt(field.dataset.weight) * BigInt(given) * scale) / most[place];
  }, 0n);
  return (200n * sum + scale) / (2n * scale);
}

function told(number, separator) {
  return `${number / 100n}${separator}${String(number % 100n).padStart(2, "0")}`;
}

function follow(form) {
  const fields = [...form.querySelectorAll("[data-weight]")];
  const said = form.querySelector("[data-said]");
  let waiting = 0;
  let isUnsaved = false;
  let isSending = false;

  const count = () => {
    form.querySelector("[data-total]").textContent = told(hundredths(fields), form.dataset.separator);
    form.querySelector("[data-marked]").textContent = fields.filter((field) => pointsOf(field) !== null).length;
  };

  const later = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  };

  async function save() {
    if (!isUnsaved || form.hasAttribute("data-sent")) return;
    if (isSending) {
      later(PAUSE);
      return;
    }
    isUnsaved = false;
    isSending = true;
    const data = new FormData(form);
    data.set("autosave", "1");
    try {
      const answer = await fetch(window.location.href, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.ok && isOurs) {
        const saved = await answer.json();
        for (const [name, value] of Object.entries(saved.fields)) form.elements[name].value = value;
        said.textContent = saved.words;
      } else if (answer.status === 409 && isOurs) said.textContent = form.dataset.stale;
      else if (answer.status === 422 && isOurs) said.textContent = form.dataset.faulty;
      else said.textContent = form.dataset.signedOut;
    } catch {
      isUnsaved = true;
      said.textContent = form.dataset.unsent;
      later(AGAIN);
    } finally {
      isSending = false;
    }
  }

  form.addEventListener("change", () => {
    count();
    isUnsaved = true;
    later(PAUSE);
  });
  form.addEventListener("input", () => {
    isUnsaved = true;
    later(PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("online", () => isUnsaved && save());
  count();
}

document.querySelectorAll("form[data-marking]").forEach(follow);
