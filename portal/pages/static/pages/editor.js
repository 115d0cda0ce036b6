// Forms of the admin with rich text: what was typed last is in the form before it is sent.
//
// The editor writes into its hidden field a quarter of a second after the last key. Ctrl+S, or a button pressed at once,
// would send the text without its last words: the press is held back until they are written.
const SETTLES = 400; // milliseconds after the last key until the field is written
const LONGEST = 2000;
const AGAIN = 50;

let typedAt = -Infinity;
const note = (event) => {
  const saves = event.type === "keydown" && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
  if (!saves && event.target instanceof Element && event.target.closest("[contenteditable='true']")) typedAt = performance.now();
};
for (const name of ["input", "beforeinput", "compositionend", "paste", "cut", "drop", "keydown"]) {
  document.addEventListener(name, note, true);
}

const isWritten = (field) => {
  const editor = field.draftailEditor;
  if (!editor) return true;
  const kept = JSON.parse(field.value || "null")?.blocks?.map((block) => block.text).join("\n") ?? "";
  return kept === editor.getEditorState().getCurrentContent().getPlainText("\n");
};

const rest = (form) => {
  const since = performance.now() - typedAt;
  if (since < SETTLES) return SETTLES - since;
  return since < LONGEST && !Array.from(form.elements).every(isWritten) ? AGAIN : 0;
};

let pending = 0; // one press waits at a time: a double click sends the form once
document.addEventListener(
  "click",
  (event) => {
    const button = event.target instanceof Element && event.target.closest("button[type='submit'], input[type='submit']");
    const form = button && button.form?.matches("[data-edit-form]") ? button.form : null;
    const wait = form ? rest(form) : 0;
    if (wait > 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(pending);
      pending = setTimeout(() => button.click(), wait);
    }
  },
  true,
);

// Wagtail's dialog says that somebody else saved a newer version, where the editor's window has heard of it in time. Whoever
// presses on there has answered: the form names the version they were told of, so that the server does not ask the same again.
let told = "";
document.addEventListener("w-swap:json", (event) => {
  const sessions = event.detail?.data?.other_sessions ?? [];
  told = String(sessions.find((session) => session.revision_id)?.revision_id ?? "");
});
document.addEventListener(
  "w-dialog:confirmed",
  (event) => {
    const form = event.target.id === "w-save-confirmation-dialog" && told ? document.querySelector("form[data-edit-form]") : null;
    if (!form) return;
    const field = form.elements.namedItem("told_revision_id") ?? form.appendChild(document.createElement("input"));
    Object.assign(field, { type: "hidden", name: "told_revision_id", value: told });
  },
  true,
);
