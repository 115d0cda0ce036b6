within => {
  // Returns what people read, hear or are told later of a page, each text once.
  // Code, what people write, and what says that it is another language; time zones and languages to choose from go by their own names.
  const skipped = "script, style, code, kbd, pre, noscript, textarea, [contenteditable=true], [lang]:not([lang|=vi])"
    + ", select[name$=time_zone], select[name$=preferred_language], .js-translation-editor li p";
  const attributes = ["title", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder", "alt",
    "label", "data-tippy-content", "data-tooltip", "data-title", "data-placeholder", "data-original-title"];
  const found = new Set();
  const add = text => {
    const tidy = (text || "").replace(/\s+/g, " ").trim();
    if (tidy) found.add(tidy);
  };
  const read = node => {
    if (node.nodeType === Node.TEXT_NODE) return add(node.nodeValue);
    if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of attributes) if (node.hasAttribute(name)) add(node.getAttribute(name));
      if (node.matches("input[type=submit], input[type=button], input[type=reset]")) add(node.value);
      // What Stimulus keeps to be drawn later: sentences, no data.
      for (const { name, value } of node.attributes) {
        if (/^data-w-[\w-]+-value$/.test(name) && /^[^[{/.#<]*\p{L}{2,} \p{L}{2,}/u.test(value)) add(value);
      }
      if (node.matches(skipped)) return;
      if (node.shadowRoot) node.shadowRoot.childNodes.forEach(read);
      if (node instanceof HTMLTemplateElement) return node.content.childNodes.forEach(read);
    }
    node.childNodes.forEach(read);
  };
  add(document.title);
  document.querySelectorAll(within).forEach(read);
  return [...found];
}
