import { SERVER_URL } from '#web/format/addresses.ts'

const RELOADED_AT = 'track.reloaded'
const ONCE_MS = 60_000

/**
 * Reloads the page, at most once a minute, if the server has another version of it and nothing typed would be lost;
 * resolves if not.
 */
export async function reloadIfOutdated(): Promise<void> {
  const last = Number(sessionStorage.getItem(RELOADED_AT))
  if (Date.now() - last < ONCE_MS || isTyping() || !(await isOutdated())) return
  sessionStorage.setItem(RELOADED_AT, String(Date.now()))
  location.reload()
  await new Promise(() => {}) // until the page is gone
}

function isTyping(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
  return [...fields].some(
    ({ readOnly, type, value }) => !readOnly && !/^(?:checkbox|radio)$/.test(type) && value !== '',
  )
}

/** Whether the server's page names another script than the one that runs. A server that does not answer has none. */
async function isOutdated(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')
  const name = script && new URL(script.src).pathname.split('/').pop()!
  try {
    const answer = await fetch(`${SERVER_URL}/`, { cache: 'no-store' })
    const html = await answer.text()
    return answer.ok && name !== null && html.includes('type="module"') && !html.includes(name)
  } catch {
    return false
  }
}
