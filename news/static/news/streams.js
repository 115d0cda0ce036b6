// Plays a live stream with the browser's own player when the reader asks for it, and says so where the browser cannot.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-stream-play]") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const figure = link.closest("[data-stream]");
  const say = (name) => {
    figure.querySelector("[data-stream-said]").textContent = figure.querySelector(`[data-stream-${name}]`).content.textContent;
  };
  const player = document.createElement(link.dataset.streamPlay);
  if (link.dataset.streamType && !player.canPlayType(link.dataset.streamType)) {
    say("unplayable");
    return;
  }
  const before = [...link.parentElement.childNodes];
  const place = link.parentElement;
  player.controls = true;
  player.autoplay = true;
  player.playsInline = true;
  player.setAttribute("aria-label", link.dataset.streamTitle);
  if (link.dataset.streamPlay === "video") player.className = "embed__player";
  player.addEventListener("error", () => {
    place.replaceChildren(...before);
    say("failed");
    link.focus();
  });
  figure.querySelector("[data-stream-said]").textContent = "";
  player.src = link.href;
  place.replaceChildren(player);
  player.focus();
});
