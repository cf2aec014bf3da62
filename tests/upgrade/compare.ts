/** A difference between what was answered before and now; in `where`, `[]` stands for any element of a list. */
export interface Difference {
  where: string
  kind: 'added' | 'missing' | 'changed'
  before: unknown
  now: unknown
}

/** What each release makes anew: users' ids, keys, cursors. The others of the same place stand for each other. */
const MADE_ANEW =
  /^(tr[kf]_[0-9A-Za-z]{43}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[\w-]{20,}|\d{1,6})$/
const IN_TEXT = /tr[kf]_[0-9A-Za-z]{43}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[\w-]{20,}/g

/** What stands now for what an earlier release made. */
export class Counterparts {
  readonly #now = new Map<string, string>()

  /** A text of the recording as it is now. */
  translate(text: string): string {
    return text.replace(IN_TEXT, (id) => this.#now.get(id) ?? id)
  }

  /** Whether two texts are the same but for what is made anew. */
  areSame(before: string, now: string): boolean {
    if (this.translate(before) === now) return true
    if (this.#now.has(before) || !MADE_ANEW.test(before) || !MADE_ANEW.test(now)) return false
    this.#now.set(before, now)
    return true
  }
}

export function* differences(
  before: unknown,
  now: unknown,
  counterparts: Counterparts,
  where = '',
): Generator<Difference> {
  if (typeof before === 'string' && typeof now === 'string') {
    if (!counterparts.areSame(before, now)) yield { where, kind: 'changed', before, now }
  } else if (Array.isArray(before) && Array.isArray(now)) {
    if (before.length !== now.length) yield { where: `${where}[]`, kind: 'changed', before, now }
    else for (const [i, one] of before.entries()) yield* differences(one, now[i], counterparts, `${where}[]`)
  } else if (isObject(before) && isObject(now)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const at = where ? `${where}.${name}` : name
      if (!(name in before)) yield { where: at, kind: 'added', before: undefined, now: now[name] }
      else if (!(name in now)) yield { where: at, kind: 'missing', before: before[name], now: undefined }
      else yield* differences(before[name], now[name], counterparts, at)
    }
  } else if (before !== now) yield { where, kind: 'changed', before, now }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
