// Hides questions whose condition does not hold; without this script they all show, and the server decides what counts.

const dependent = new Map();
document.querySelectorAll("[data-asked-of]").forEach((control) => {
  const field = control.closest(".field");
  if (field && !dependent.has(field)) dependent.set(field, control.dataset);
});

function chosen(name) {
  return [...document.getElementsByName(name)]
    .filter((control) => control.checked && !control.closest(".field")?.hidden)
    .map((control) => control.value);
}

function isAsked(condition) {
  const kinds = document.getElementsByName("place_kind");
  const kind = chosen("place_kind")[0];
  if (kinds.length && kind && !condition.askedOf.split(" ").includes(kind)) return false;
  if (!condition.askedIf) return true;
  const values = condition.askedValues.split(" ");
  return chosen(condition.askedIf).some((value) => values.includes(value));
}

function show() {
  dependent.forEach((condition, field) => {
    field.hidden = !isAsked(condition);
  });
}

if (dependent.size) {
  document.addEventListener("change", show);
  show();
}
