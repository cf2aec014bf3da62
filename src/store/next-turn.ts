/** How long work may keep the event loop from other requests in one turn. */
export const TURN_MS = 10

const waiting: (() => void)[] = []
/** Connections that have been accepted. */
let acceptedCount = 0

/** To be called for each connection that has been accepted. */
export function noteAccepted(): void {
  acceptedCount++
}

/**
 * Calls back in a later turn of the event loop, once no connection has come in the one before it. Node accepts a single
 * connection in a turn, so that many of them would wait for as many turns of work. Where they go on coming, it calls
 * back after TURN_MS nevertheless.
 */
export function afterAccepting(callback: () => void): void {
  const startedAt = performance.now()
  let seen = acceptedCount
  const check = () => {
    if (acceptedCount === seen || performance.now() - startedAt >= TURN_MS) return callback()
    seen = acceptedCount
    setImmediate(check)
  }
  setImmediate(check)
}

/**
 * Resolves in a later turn of the event loop. Work that goes on in several turns takes them one after another, one a
 * turn: otherwise several of them would together keep other requests, and new connections, waiting.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) afterAccepting(resolveNext)
  })
}

function resolveNext(): void {
  waiting.shift()!()
  if (waiting.length) afterAccepting(resolveNext)
}

/** Returns a function for loops that take long: awaited, it waits for a later turn once this one has lasted TURN_MS. */
export function turnTaker(): () => Promise<void> | undefined {
  let startedAt = performance.now()
  return () => {
    if (performance.now() - startedAt < TURN_MS) return undefined
    return nextTurn().then(() => void (startedAt = performance.now()))
  }
}
