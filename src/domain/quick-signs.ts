import { readEstimate } from './estimates.ts'
import { hasField } from './fields.ts'
import { readBudget } from './money.ts'
import type { Draft } from './quick-draft.ts'
import { freeWords, phrase, type Word } from './quick-words.ts'

const mostTags = 32
const tagLength = 50

interface Sign {
  field: 'tags' | 'priority' | 'project' | 'estimate' | 'budget'
  value: string | number
  length: number
}

/** What a word that begins with a sign (`#tag`, `p1`, `@project`, `~15m`, `$50`) says and the item can take. */
export function signAt(
  words: readonly Word[],
  at: number,
  fields: Draft,
  projects: (slug: string) => boolean,
): Sign | undefined {
  const word = words[at]?.lower ?? ''
  const body = word.slice(1)
  switch (word.charAt(0)) {
    case '#': {
      const tags = fields.tags ?? []
      return isTag(body) && (tags.length < mostTags || tags.includes(body))
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
      return fields.estimate === undefined && hasField(fields.kind, 'estimate') ? estimateAt(words, at) : undefined
    case '$': {
      if (fields.budget !== undefined || !hasField(fields.kind, 'budget') || !/^\d/.test(body)) return undefined
      const { value } = readBudget(body)
      return value == null ? undefined : { field: 'budget', value, length: 1 }
    }
    default:
      return undefined
  }
}

/** A tag holds a letter or a picture (digits alone, `issue #12`, are none) and does not end as a sentence does. */
function isTag(body: string): boolean {
  if (body.length > tagLength || /[,#"“”\p{Cc}\p{Cs}]|[.:;!?)]$/u.test(body)) return false
  return /[\p{L}\p{So}]/u.test(body)
}

/** `~15m` or `~1h 30m`; a number without its unit is no estimate here. */
function estimateAt(words: readonly Word[], at: number): Sign | undefined {
  for (const free of [freeWords(words, at, 2), freeWords(words, at, 1)]) {
    const text = phrase(free).slice(1)
    const pattern = free.length === 2 ? /^\d+h \d+m(?:in)?$/ : /[a-z]/
    const { value } = pattern.test(text) ? readEstimate(text) : {}
    if (value != null) return { field: 'estimate', value, length: free.length }
  }
  return undefined
}
