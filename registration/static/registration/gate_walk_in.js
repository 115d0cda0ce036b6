// What must be right in a registration at the door before the phone keeps it: without network nobody else can tell the person.
(() => {
  const NAMES = { full_name: "gate-name", email: "gate-email", party_size: "gate-size", others: "gate-others" };
  const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

  // Returns a sentence for each field that the portal would refuse; `kinds` are rows of the list: code, name, most people, names needed.
  function faults(form, kinds, words) {
    const value = (name) => form.elements[name].value.trim();
    const [, , maximum, needsNames] = kinds.find(([code]) => code === value("kind")) || [];
    const size = /^\d+$/.test(value("party_size")) ? Number.parseInt(value("party_size"), 10) : 0;
    const named = value("others").split("\n").filter((line) => line.trim()).length;
    const found = {};
    if (!/\p{L}/u.test(value("full_name"))) found.full_name = words.name_needed;
    if (!ADDRESS.test(value("email"))) found.email = words.address_needed;
    if (size < 1 || size > maximum) found.party_size = words.party_limits.replace("{maximum}", maximum);
    else if (named > size - 1) found.others = words.too_many_names;
    else if (needsNames && named < size - 1) found.others = words.names_needed;
    return found;
  }

  // Shows sentences beside their fields and goes to the first; returns those that have no field here.
  function blame(form, sentences) {
    const rest = { ...sentences };
    let first = null;
    for (const [name, id] of Object.entries(NAMES)) {
      const sentence = rest[name] || "";
      delete rest[name];
      const error = document.getElementById(`${id}-error`);
      error.textContent = sentence;
      error.hidden = !sentence;
      if (sentence) form.elements[name].setAttribute("aria-invalid", "true");
      else form.elements[name].removeAttribute("aria-invalid");
      if (sentence && !first) first = form.elements[name];
    }
    first?.focus();
    return rest;
  }

  globalThis.GateWalkIn = { faults, blame };
})();
