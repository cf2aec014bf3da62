import { readEstimate } from './estimates.ts'
import { hasField } from './fields.ts'
import { readBudget } from './money.ts'
import type { QuickAddFields } from './quick-add-fields.ts'
import { unusedWords, phraseOf, type Word } from './quick-words.ts'

const MAX_TAGS = 32
const MAX_TAG_CHARACTERS = 50

interface Marker {
  field: 'tags' | 'priority' | 'project' | 'estimate' | 'budget'
  value: string | number
  length: number
}

/**
 * The field that the word at index `at` sets by its marker: `#tag`, `p1`, `@project`, `~15m` or `$50`. Undefined where
 * the field is set already (but for tags), the item's kind lacks it, or its value is not valid.
 */
export function matchMarker(
  words: readonly Word[],
  at: number,
  fields: QuickAddFields,
  projects: (slug: string) => boolean,
): Marker | undefined {
  const word = words[at]?.lower ?? ''
  const body = word.slice(1)
  switch (word.charAt(0)) {
    case '#': {
      const tags = fields.tags ?? []
      return isTag(body) && (tags.length < MAX_TAGS || tags.includes(body))
        ? { field: 'tags', value: body, length: 1 }
        : undefined
    }
    case 'p':
      if (fields.priority !== undefined || !/^[1-5]$/.test(body)) return undefined
      return { field: 'priority', value: Number(body), length: 1 }
    case '@':
      if (fields.project !== undefined || !/^[a-z0-9-]+$/.test(body)) return undefined
      return projects(body) ? { field: 'project', value: body, length: 1 } : undefined
    case '~':
      return fields.estimate === undefined && hasField(fields.kind, 'estimate') ? matchEstimate(words, at) : undefined
    case '$': {
      if (fields.budget !== undefined || !hasField(fields.kind, 'budget') || !/^\d/.test(body)) return undefined
      const { value } = readBudget(body)
      return value == null ? undefined : { field: 'budget', value, length: 1 }
    }
    default:
      return undefined
  }
}

/** A tag has a letter or a symbol, so that `issue #12` has none, and does not end with punctuation. */
function isTag(body: string): boolean {
  if (body.length > MAX_TAG_CHARACTERS || /[,#"“”\p{Cc}\p{Cs}]|[.:;!?)]$/u.test(body)) return false
  return /[\p{L}\p{So}]/u.test(body)
}

/** `~15m` or `~1h 30m`; unlike in a form, the unit is required. */
function matchEstimate(words: readonly Word[], at: number): Marker | undefined {
  for (const unused of [unusedWords(words, at, 2), unusedWords(words, at, 1)]) {
    const text = phraseOf(unused).slice(1)
    const pattern = unused.length === 2 ? /^\d+h \d+m(?:in)?$/ : /[a-z]/
    const { value } = pattern.test(text) ? readEstimate(text) : {}
    if (value != null) return { field: 'estimate', value, length: unused.length }
  }
  return undefined
}
