// Adds jumps of 15 seconds and a choice of speed to the browser's own player; everything else is the browser's.
const JUMP = 15;
for (const figure of document.querySelectorAll("[data-player]")) {
  const player = figure.querySelector("audio, video");
  const tools = figure.querySelector("[data-player-tools]");
  if (!player || !tools) continue;
  tools.hidden = false;
  for (const button of tools.querySelectorAll("[data-jump]")) {
    button.addEventListener("click", () => {
      const end = Number.isFinite(player.duration) ? player.duration : Infinity;
      player.currentTime = Math.min(Math.max(player.currentTime + Number(button.dataset.jump) * JUMP, 0), end);
    });
  }
  const speed = tools.querySelector("[data-speed]");
  speed.addEventListener("change", () => { player.playbackRate = Number(speed.value); });
}
