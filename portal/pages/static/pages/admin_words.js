/* Words that scripts of Wagtail and wagtail-localize draw in English without asking any catalogue; what they are to say comes from the server. */
(() => {
  const words = JSON.parse(document.currentScript.dataset.words);
  const say = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const mend = root => {
    root.querySelectorAll(".xdsoft_save_selected").forEach(button => say(button, words.save));
    const editor = document.querySelector(".js-translation-editor");
    if (!editor || !(editor.contains(root) || root.contains(editor))) return;
    editor.querySelectorAll(".w-dropdown__toggle > .w-sr-only").forEach(label => say(label, words.more));
    const { sourceLocale, locale } = JSON.parse(editor.dataset.props);
    const drawn = `${sourceLocale.displayName} to ${locale.displayName} translation`;
    const title = words.title.replace("{source}", sourceLocale.displayName).replace("{target}", locale.displayName);
    editor.querySelectorAll("h3").forEach(heading => heading.textContent === drawn && say(heading, title));
  };
  const watch = () => {
    mend(document.body);
    new MutationObserver(changes => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) mend(node);
    }).observe(document.body, { childList: true, subtree: true });
  };
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();
