import type { Engine } from '#store/engine.ts'

const MOST = 10_000

/** Caches what `ask` answers until the next commit, whoever's it is; what is not there is asked for each time. Parts are joined by spaces, so only the last may hold one. */
export function untilWritten<Parts extends string[], Answer>(
  { moment }: Pick<Engine, 'moment'>,
  ask: (...parts: Parts) => Promise<Answer | undefined>,
): (...parts: Parts) => Promise<Answer | undefined> {
  const answers = new Map<string, Promise<Answer | undefined>>()
  let of: object | undefined
  return (...parts) => {
    const now = moment()
    if (now !== of || answers.size >= MOST) answers.clear()
    of = now
    const key = parts.join(' ')
    const known = answers.get(key)
    if (known) return known
    const asked = ask(...parts)
    answers.set(key, asked)
    const forget = () => answers.delete(key)
    asked.then((answer) => answer ?? forget(), forget)
    return asked
  }
}
