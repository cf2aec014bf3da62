/** In Safari, which does not tell when it is idle. */
const FALLBACK_MS = 200
const MAX_WAIT_MS = 2000

/** Calls back once the browser has nothing else to do, after two seconds at the latest; returns what calls that off. */
export function whenIdle(run: () => void): () => void {
  if (!window.requestIdleCallback) {
    const timer = setTimeout(run, FALLBACK_MS)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(run, { timeout: MAX_WAIT_MS })
  return () => cancelIdleCallback(request)
}
