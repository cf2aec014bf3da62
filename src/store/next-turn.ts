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
