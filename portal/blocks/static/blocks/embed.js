// Replaces the still of a provider's film with its player when the reader asks for it.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-embed-frame]") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = link.dataset.embedFrame;
  frame.title = link.dataset.embedTitle;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.className = "embed__player";
  link.parentElement.replaceChildren(frame);
  frame.focus();
});
