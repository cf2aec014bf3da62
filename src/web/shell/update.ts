import { signal } from '@preact/signals'
import { BASE_PATH } from '#web/format/addresses.ts'

/** A newer version of the page is stored in this browser, and takes over when it is asked to. */
export const isUpdateReady = signal(false)

const CHECK_MS = 3_600_000
let registration: ServiceWorkerRegistration | undefined

/** Keeps the page in this browser, and notices newer versions of it. */
export async function watchForUpdates(): Promise<void> {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer }
  if (!serviceWorker) return
  registration = await serviceWorker.register(`${BASE_PATH}/worker.js`)
  const note = () => (isUpdateReady.value = Boolean(registration?.waiting && serviceWorker.controller))
  note()
  registration.addEventListener('updatefound', () => registration?.installing?.addEventListener('statechange', note))
  let checkedAt = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || Date.now() - checkedAt < CHECK_MS) return
    checkedAt = Date.now()
    void registration?.update().catch(() => {})
  })
}

/** Reloads the page in its new version. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  registration?.waiting?.postMessage('take over')
}
