// The service worker: keeps the page itself (never data), so that it opens with no network.
// VERSION and SHELL are put before this text by the build.
const CACHE = `track-${VERSION}`

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('track-') && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (pathname.startsWith('/api') || ['/calendar.ics', '/openapi.json', '/docs', '/docs.css'].includes(pathname)) return
  if (request.mode === 'navigate')
    event.respondWith(
      fetch(request).then(
        (answer) => (answer.status >= 500 ? caches.match('/') : answer),
        () => caches.match('/'),
      ),
    )
  else if (SHELL.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)))
})
