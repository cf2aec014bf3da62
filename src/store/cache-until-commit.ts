import type { Engine } from './engine.ts'

const MAX_ENTRIES = 10_000

/**
 * Memoises `ask` until any process commits. Misses (undefined) and failures are not cached. The parts of a key are
 * joined by spaces, so only the last one may contain a space.
 */
export function cacheUntilCommit<Parts extends string[], Answer>(
  { commitToken }: Pick<Engine, 'commitToken'>,
  ask: (...parts: Parts) => Promise<Answer | undefined>,
): (...parts: Parts) => Promise<Answer | undefined> {
  const answers = new Map<string, Promise<Answer | undefined>>()
  let lastToken: object | undefined
  return (...parts) => {
    const token = commitToken()
    if (token !== lastToken || answers.size >= MAX_ENTRIES) answers.clear()
    lastToken = token
    const key = parts.join(' ')
    const cached = answers.get(key)
    if (cached) return cached
    const answer = ask(...parts)
    answers.set(key, answer)
    const forget = () => answers.delete(key)
    answer.then((answer) => answer ?? forget(), forget)
    return answer
  }
}
