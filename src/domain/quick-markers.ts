import { readEstimate } from './estimates.ts'
import { MAX_TAG_CHARACTERS, MAX_TAGS } from './field-types.ts'
import { hasField } from './fields.ts'
import { readBudget, unclearAmount } from './money.ts'
import type { FieldMatch, QuickAddFields } from './quick-add-fields.ts'
import type { FindProject } from './project-names.ts'
import { unusedWords, phraseOf, type Word } from './quick-words.ts'

/** Of a project's title in a line. */
const MAX_TITLE_WORDS = 6

/** A word that may set a field by its first character, and what it depends on. */
interface Marker extends MarkerContext {
  words: readonly Word[]
  at: number
  /** The word without its first character. */
  body: string
}

interface MarkerContext {
  /** What is understood so far. */
  fields: QuickAddFields
  findProject: FindProject
  currency: string
}

const MATCHERS = new Map<string, (marker: Marker) => FieldMatch | undefined>([
  ['#', matchTag],
  ['p', matchPriority],
  ['@', matchProject],
  ['~', matchEstimate],
])

/**
 * The field that the word at index `at` sets by its marker: `#tag`, `p1`, `@project`, `~15m`, `$50` or `20 €`.
 * Undefined where the field is set already (but for tags), the item's kind lacks it, or its value is not valid.
 */
export function matchMarker(
  words: readonly Word[],
  at: number,
  { fields, findProject, currency }: MarkerContext,
): FieldMatch | undefined {
  const word = words[at]?.lower ?? ''
  const matcher = MATCHERS.get(word.charAt(0))
  const mayHaveBudget = fields.budget === undefined && hasField(fields.kind, 'budget')
  if (!matcher && !mayHaveBudget) return undefined
  const marker = { words, at, body: word.slice(1), fields, findProject, currency }
  return matcher?.(marker) ?? (mayHaveBudget ? matchBudget(marker) : undefined)
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

/** An amount with the sign of the currency before or behind it, in one word or two. */
function matchBudget({ words, at, currency }: Marker): FieldMatch | undefined {
  for (const length of [2, 1]) {
    const unused = unusedWords(words, at, length)
    const text = phraseOf(unused)
    if (unused.length < length || !hasSign(text, length)) continue
    const { value } = readBudget(text, currency)
    if (value != null) return { field: 'budget', value, length }
    const isOther = readBudget(text).value != null
    const problem = isOther ? `it is not in ${currency}` : unclearAmount(text)
    if (problem && /\p{Sc}/u.test(text)) return { field: 'budget', value: null, problem, length }
  }
  return undefined
}

/** A sign or code beside digits; of two words only where one is the sign: `20 €`, not `lamp $50`. */
function hasSign(text: string, words: number): boolean {
  if (words === 2) return /^\d[\d.,']* [^\d\s]{1,4}$|^[^\d\s]{1,4} \d[\d.,']*$/.test(text)
  return /^[^\d\s]{0,3}\p{Sc}\d|\d[^\d\s.,]{0,3}\p{Sc}$/u.test(text)
}
