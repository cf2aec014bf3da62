import { readEstimate } from './estimates.ts'
import { MAX_TAG_CHARACTERS, MAX_TAGS } from './field-types.ts'
import { hasField } from './fields.ts'
import { readBudget } from './money.ts'
import type { FieldMatch, QuickAddFields } from './quick-add-fields.ts'
import type { FindProject } from './project-names.ts'
import { unusedWords, phraseOf, type Word } from './quick-words.ts'

/** Of a project's title in a line. */
const MAX_TITLE_WORDS = 6

/** A word that may set a field by its first character, and what it depends on. */
interface Marker {
  words: readonly Word[]
  at: number
  /** The word without its first character. */
  body: string
  /** What is understood so far. */
  fields: QuickAddFields
  findProject: FindProject
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
  findProject: FindProject,
): FieldMatch | undefined {
  const word = words[at]?.lower ?? ''
  return MATCHERS.get(word.charAt(0))?.({ words, at, body: word.slice(1), fields, findProject })
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

/** A slug is one word, a title may have several. */
function matchProject({ words, at, body, fields, findProject }: Marker): FieldMatch | undefined {
  if (fields.project !== undefined || body === '') return undefined
  const unused = unusedWords(words, at, MAX_TITLE_WORDS)
  for (let length = unused.length; length > 0; length--) {
    const slug = findProject(phraseOf(unused.slice(0, length)).slice(1))
    if (slug !== undefined) return { field: 'project', value: slug, length }
  }
  return undefined
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
