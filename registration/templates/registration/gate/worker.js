// Keeps the gate's page and its files on the phone, so that it opens without network. It keeps nothing else: lists and readings are
// the page's business, and answers of the portal are never kept.
const NAME = "gate-{{ version }}";
const PAGE = "{{ page }}";
const FILES = JSON.parse('{{ files|escapejs }}');

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([PAGE, ...FILES].map((file) => new Request(file, { cache: "reload", credentials: "omit" })))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name.startsWith("gate-{{ language }}-") && name !== NAME).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

async function pageOrKept(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(4000) });
    if (answer.ok) return answer;
    if (answer.status < 500) return answer;
  } catch {
    // Without network the kept page answers.
  }
  return (await caches.match(PAGE, { ignoreVary: true })) || Response.error();
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === PAGE) event.respondWith(pageOrKept(event.request));
  else if (FILES.includes(address.pathname)) event.respondWith(caches.match(address.pathname, { ignoreVary: true }).then((kept) => kept || fetch(event.request)));
});
