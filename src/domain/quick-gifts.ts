import type { FieldMatch } from './quick-add-fields.ts'
import type { Word } from './quick-words.ts'

const OCCASION = new RegExp(
  `^(?:(?:the|a|an|my|our|your|his|her|their) )*(?:\\d+(?:st|nd|rd|th) )?(?:birthday|bday|anniversary|wedding|` +
    'graduation|christmas|xmas|easter|hanukkah|chanukah|diwali|eid|thanksgiving|housewarming|baptism|christening|' +
    "confirmation|retirement|engagement|farewell|promotion|(?:valentine|mother|father)['’]s day|baby shower|" +
    'name day|new year|advent)$',
)
const ARTICLE = /^(?:the|a|an|my|our|your|his|her|their)$/
const POSSESSIVE = /(?:['’]s|s['’])$/

type Found = FieldMatch & { at: number }

/** The words after a `for`, up to the next one, or to what is understood, noticed or quoted, or looks like a date. */
interface Group {
  /** The index of the `for`. */
  at: number
  words: Word[]
}

const isUnused = (word: Word | undefined): word is Word =>
  word !== undefined && !word.consumed && !word.noticed && !word.quoted

function groupsOf(words: readonly Word[], isEnd: (at: number) => boolean): Group[] {
  const groups: Group[] = []
  let open: Group | undefined
  for (const [at, word] of words.entries()) {
    if (!isUnused(word) || (open?.words.length && isEnd(at))) open = undefined
    else if (word.lower === 'for') groups.push((open = { at, words: [] }))
    else open?.words.push(word)
  }
  return groups.filter((group) => group.words.length > 0)
}

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ')

/** An occasion without the article or pronoun before it. */
function occasionOf(words: readonly Word[]): string {
  const first = words.findIndex(({ lower }) => !ARTICLE.test(lower))
  return textOf(words.slice(first))
}

const isOccasion = ({ words }: Group): boolean => OCCASION.test(textOf(words).toLowerCase())

/**
 * For whom a gift is, and for what: the last `for` counts, and the one before where the last is an occasion. `isEnd`
 * tells words behind the first that belong to neither.
 */
export function matchGift(words: readonly Word[], isEnd: (at: number) => boolean): Found[] {
  const groups = groupsOf(words, isEnd)
  const last = groups.at(-1)
  if (last === undefined) return []
  const before = groups.at(-2)
  if (!isOccasion(last)) return [...(before && isOccasion(before) ? [wholeOccasion(before)] : []), ...recipient(last)]
  return [...(before && !isOccasion(before) ? recipient(before) : []), wholeOccasion(last)]
}

const wholeOccasion = ({ at, words }: Group): Found => ({
  at,
  field: 'occasion',
  value: occasionOf(words),
  length: words.length + 1,
})

/** `for Mom`, or `for Mom's birthday` as two fields. */
function recipient({ at, words }: Group): Found[] {
  const owner = words.findLastIndex(({ lower }) => POSSESSIVE.test(lower))
  const rest = words.slice(owner + 1)
  if (owner < 0 || !OCCASION.test(textOf(rest).toLowerCase()))
    return [{ at, field: 'recipient', value: textOf(words), length: words.length + 1 }]
  const name = textOf(words.slice(0, owner + 1)).replace(/['’]s?$/, '')
  return [
    { at, field: 'recipient', value: name, length: owner + 2 },
    { at: at + owner + 2, field: 'occasion', value: textOf(rest), length: rest.length },
  ]
}
