import { readEstimate } from './estimates.ts'
import { MAX_TAG_CHARACTERS, MAX_TAGS } from './field-types.ts'
import { hasField } from './fields.ts'
import { readBudget } from './money.ts'
import type { FieldMatch, QuickAddFields } from './quick-add-fields.ts'
import { unusedWords, phraseOf, type Word } from './quick-words.ts'

/** A word that may set a field by its first character, and what it depends on. */
interface Marker {
  words: readonly Word[]
  at: number
  /** The word without its first character. */
  body: string
  /** What is understood so far. */
  fields: QuickAddFields
  isProject(slug: string): boolean
}

const MATCHERS = new Map<string, (marker: Marker) => FieldMatch | undefined>([
  ['#', matchTag],
  ['p', matchPriority],
  ['@', matchProject],
  ['~', matchEstimate],
  ['$', matchBudget],
])

/**
 * The field that the word at index `at` sets by its marker: `#tag`, `p1`, `@project`, `~15m` or `$50`. Undefined where
 * the field is set already (but for tags), the item's kind lacks it, or its value is not valid.
 */
export function matchMarker(
  words: readonly Word[],
  at: number,
  fields: QuickAddFields,
  isProject: (slug: string) => boolean,
): FieldMatch | undefined {
  const word = words[at]?.lower ?? ''
  return MATCHERS.get(word.charAt(0))?.({ words, at, body: word.slice(1), fields, isProject })
}

function matchTag({ body, fields: { tags = [] } }: Marker): FieldMatch | undefined {
  if (!isTag(body) || (tags.length >= MAX_TAGS && !tags.includes(body))) return undefined
  return { field: 'tags', value: body, length: 1 }
}

/** A tag has a letter or a symbol, so that `issue #12` has none, and does not end with punctuation. */
function isTag(body: string): boolean {
  if (body.length > MAX_TAG_CHARACTERS || /[,#"“”\p{Cc}\p{Cs}]|[.:;!?)]$/u.test(body)) return false
  return /[\p{L}\p{So}]/u.test(body)
}

function matchPriority({ body, fields }: Marker): FieldMatch | undefined {
  if (fields.priority !== undefined || !/^[1-5]$/.test(body)) return undefined
  return { field: 'priority', value: Number(body), length: 1 }
}

function matchProject({ body, fields, isProject }: Marker): FieldMatch | undefined {
  if (fields.project !== undefined || !/^[a-z0-9-]+$/.test(body) || !isProject(body)) return undefined
  return { field: 'project', value: body, length: 1 }
}

/** `~15m` or `~1h 30m`; unlike in a form, the unit is required. */
function matchEstimate({ words, at, fields }: Marker): FieldMatch | undefined {
  if (fields.estimate !== undefined || !hasField(fields.kind, 'estimate')) return undefined
  for (const unused of [unusedWords(words, at, 2), unusedWords(words, at, 1)]) {
    const text = phraseOf(unused).slice(1)
    const pattern = unused.length === 2 ? /^\d+h \d+m(?:in)?$/ : /[a-z]/
    const { value } = pattern.test(text) ? readEstimate(text) : {}
    if (value != null) return { field: 'estimate', value, length: unused.length }
  }
  return undefined
}

function matchBudget({ body, fields }: Marker): FieldMatch | undefined {
  if (fields.budget !== undefined || !hasField(fields.kind, 'budget') || !/^\d/.test(body)) return undefined
  const { value } = readBudget(body)
  return value == null ? undefined : { field: 'budget', value, length: 1 }
}
