// The service worker: keeps the page itself (never data), so that it opens with no network.
// VERSION and SHELL, the files beside index.html, are put before this text by the build.
const HOME = new URL('./', location.href)
const PREFIX = HOME.pathname === '/' ? 'track-' : `track-${HOME.pathname}-`
const CACHE = PREFIX + VERSION
const FILES = SHELL.map((path) => new URL(path, HOME).href)
const NOT_THE_PAGE = ['calendar.ics', 'openapi.json', 'docs', 'docs.css']

/** Addresses in index.html are relative; kept, it is shown for addresses of any depth. */
async function keepIndex(cache) {
  const answer = await fetch(HOME, { cache: 'no-cache' })
  if (!answer.ok) throw new Error(`status ${answer.status}`)
  const text = (await answer.text()).replaceAll('="./', `="${HOME.pathname}`)
  const headers = new Headers(answer.headers)
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  await cache.put(HOME, new Response(text, { headers }))
}

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all([cache.addAll(FILES), keepIndex(cache)])))
})

// A newer version waits until the page asks for it: nothing that is being typed is lost.
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  const isOwn = (name) => name.startsWith(PREFIX) && /^[0-9a-f]+$/.test(name.slice(PREFIX.length))
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => isOwn(name) && name !== CACHE).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(HOME.href)) return
  const path = new URL(request.url).pathname.slice(HOME.pathname.length)
  if (/^api(?:\/|$)/i.test(path) || NOT_THE_PAGE.includes(path)) return
  if (request.mode === 'navigate')
    event.respondWith(
      fetch(request).then(
        (answer) => (answer.status >= 500 ? caches.match(HOME) : answer),
        () => caches.match(HOME),
      ),
    )
  else if (FILES.includes(request.url))
    event.respondWith(caches.match(request.url).then((kept) => kept ?? fetch(request)))
})
