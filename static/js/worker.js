// The service worker of candidates' and applicants' pages. It keeps what pages are made
// of and one page that says there is no connection: never anybody's page, never an
// answer of the API. `release`, which the view writes, names the files; another release
// is another cache.

const { name, files, offline, pages } = self.release
const HASHED = /\.[0-9a-f]{12}\.\w+$/

async function keep() {
  const cache = await caches.open(name)
  await cache.addAll([...files, new Request(offline, { credentials: "omit" })])
  await self.skipWaiting()
}

async function forgetOthers() {
  const names = await caches.keys()
  await Promise.all(names.filter((other) => other !== name).map((other) => caches.delete(other)))
  await self.clients.claim()
}

const kept = (request) => caches.match(request, { cacheName: name })

// Without a hash in its name a file may have changed: the one kept is for no connection.
async function file(request, path) {
  if (HASHED.test(path)) return (await kept(request)) ?? fetch(request)
  return fetch(request).catch(() => kept(request))
}

self.addEventListener("install", (event) => event.waitUntil(keep()))
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()))
self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.mode === "navigate") {
    if (!pages.some((page) => pathname.startsWith(page))) return
    // Back to what answered a form: the browser asks whether to send it again.
    if (request.isHistoryNavigation && request.method === "POST") return
    event.respondWith(fetch(request).catch(() => kept(offline)))
  } else if (files.includes(pathname)) {
    event.respondWith(file(request, pathname))
  }
})
