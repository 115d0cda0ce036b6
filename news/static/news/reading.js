// Tells the portal that a story was opened: no cookie, no identifier, and of the way here one word only.
const place = document.querySelector("[data-reading]");
const wantsNoCount = navigator.doNotTrack === "1" || navigator.globalPrivacyControl === true;
const ENGINES = /(^|\.)(google|bing|coccoc|duckduckgo|yahoo|yandex|baidu|ecosia|qwant|startpage)\./;

function cameFrom() {
  if (/newsletter|ban-tin|email/.test(new URLSearchParams(location.search).get("utm_medium") ?? "")) return "newsletter";
  let host = "";
  try {
    host = new URL(document.referrer).host;
  } catch {
    return "direct";
  }
  if (host === location.host) return "portal";
  return ENGINES.test(`.${host}`) ? "search" : "elsewhere";
}

function tell() {
  // A page that is only drawn ahead is not read yet.
  if (document.prerendering) return document.addEventListener("prerenderingchange", tell, { once: true });
  fetch(`${place.dataset.reading}?from=${cameFrom()}`, {
    method: "POST",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: true,
  }).catch(() => {});
}

if (place && !wantsNoCount) tell();
