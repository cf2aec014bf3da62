/** How long work may keep the event loop from other requests in one turn. */
export const TURN_MS = 10

const waiting: (() => void)[] = []

/**
 * Resolves in a later turn of the event loop. Work that goes on in several turns takes them one after another, one a
 * turn: otherwise several of them would together keep other requests, and new connections, waiting.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(resolveNext)
  })
}

function resolveNext(): void {
  waiting.shift()!()
  if (waiting.length) setImmediate(resolveNext)
}

/** Returns a function for loops that take long: awaited, it waits for a later turn once this one has lasted TURN_MS. */
export function turnTaker(): () => Promise<void> | undefined {
  let startedAt = performance.now()
  return () => {
    if (performance.now() - startedAt < TURN_MS) return undefined
    return nextTurn().then(() => void (startedAt = performance.now()))
  }
}
