// The organiser's questions that the door asks of somebody without a ticket, from the list on the phone.
(() => {
  const state = { box: null, questions: [], words: {}, kind: () => "" };

  function element(tag, fields, ...children) {
    const made = document.createElement(tag);
    Object.assign(made, fields);
    made.append(...children);
    return made;
  }

  const idOf = (question) => `gate-q-${question.key}`;
  const inputsOf = (question) => [...state.box.querySelectorAll(`[name="${idOf(question)}"]`)];

  function answerOf(question) {
    const inputs = inputsOf(question);
    if (question.kind === "consent") return inputs[0].checked ? true : "";
    if (question.kind === "choices") return inputs.filter((input) => input.checked).map((input) => input.value);
    if (question.kind === "choice") return inputs.find((input) => input.checked)?.value || "";
    return inputs[0].value.trim();
  }

  const isEmpty = (answer) => answer === "" || (Array.isArray(answer) && !answer.length);

  // Returns the questions that count for the chosen kind of place and the earlier answers.
  function asked() {
    const given = new Map();
    for (const question of state.questions) {
      if (question.kinds.length && !question.kinds.includes(state.kind())) continue;
      if (question.condition) {
        const [earlier, options] = question.condition;
        if (![given.get(earlier) ?? []].flat().some((key) => options.includes(key))) continue;
      }
      given.set(question.key, answerOf(question));
    }
    return given;
  }

  function update() {
    const given = asked();
    for (const question of state.questions) document.getElementById(`${idOf(question)}-field`).hidden = !given.has(question.key);
  }

  function label(question) {
    return question.required ? [question.label] : [question.label, " ", element("span", { className: "field__optional", textContent: state.words.optional })];
  }

  function choice(question, type, value, text, checked = false) {
    return element("label", { className: "choice" }, element("input", { type, name: idOf(question), value, checked }), element("span", { className: "choice__text", textContent: text }));
  }

  function fieldOf(question) {
    const id = idOf(question);
    const field = element("div", { className: "field", id: `${id}-field` });
    const hint = question.hint ? [element("span", { className: "field__hint", id: `${id}-hint`, textContent: question.hint })] : [];
    const error = element("p", { className: "field__error", id: `${id}-error`, hidden: true });
    let named;
    if (question.kind === "consent") {
      field.classList.add("field--check");
      const ticked = choice(question, "checkbox", "1", question.label);
      named = ticked.querySelector("input");
      field.append(ticked, ...hint, error);
    } else if (question.options.length) {
      const type = question.kind === "choices" ? "checkbox" : "radio";
      const options = question.options.map(([key, text]) => choice(question, type, key, text));
      if (type === "radio" && !question.required) options.push(choice(question, type, "", state.words.no_answer));
      named = element("fieldset", {}, element("legend", {}, ...label(question)), ...hint, error, ...options);
      field.append(named);
    } else {
      named = element(question.kind === "long_text" ? "textarea" : "input", { id, name: id, autocomplete: "off" });
      if (question.kind === "number") named.inputMode = "decimal";
      else if (question.kind === "date") named.type = "date";
      else if (question.kind === "long_text") named.rows = 3;
      field.append(element("label", { className: "field__label", htmlFor: id }, ...label(question)), ...hint, error, named);
    }
    named.setAttribute("aria-describedby", [...hint.map((each) => each.id), error.id].join(" "));
    return field;
  }

  // Builds the fields anew only where the questions are others: what was typed stays when the list is fetched again.
  function show(box, questions, words, kind) {
    const same = state.box && JSON.stringify(questions) === JSON.stringify(state.questions);
    Object.assign(state, { box, questions, words, kind });
    if (!same) box.replaceChildren(...questions.map(fieldOf));
    box.hidden = !questions.length;
    update();
  }

  const answers = () => Object.fromEntries([...asked()].filter(([, answer]) => !isEmpty(answer)));

  // Shows sentences beside the fields that the portal or the phone blames; returns those of them that have no field here.
  function blame(sentences) {
    const rest = { ...sentences };
    let first = null;
    for (const question of state.questions) {
      const error = document.getElementById(`${idOf(question)}-error`);
      const sentence = rest[`q_${question.key}`] || "";
      delete rest[`q_${question.key}`];
      error.textContent = sentence;
      error.hidden = !sentence;
      for (const input of inputsOf(question)) {
        if (sentence) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
      if (sentence && !first) first = inputsOf(question)[0];
    }
    first?.focus();
    return Object.values(rest).join(" ");
  }

  // Returns what is still to be answered, as a sentence; empty where nothing is. Works without network.
  function missing() {
    const given = asked();
    const blank = state.questions.filter((question) => question.required && given.has(question.key) && isEmpty(given.get(question.key)));
    const sentences = Object.fromEntries(blank.map((question) => [`q_${question.key}`, state.words.answer_needed.replace("{label}", question.label)]));
    blame(sentences);
    return Object.values(sentences).join(" ");
  }

  document.addEventListener("change", (event) => {
    if (state.box?.closest("form")?.contains(event.target)) update();
  });

  globalThis.GateQuestions = { show, update, answers, blame, missing };
})();
