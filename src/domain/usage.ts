import type { AnyEntity, EntityDifference } from './entities.ts'
import type { FieldType } from './field-types.ts'
import { FIELD_NAMES, fieldOf } from './fields.ts'

/** How much a user has. */
export interface Usage {
  /** Items that stand, done ones too. */
  item_count: number
  /** Bytes (UTF-8) of all texts in items, projects and features. */
  text_bytes: number
}

/** With no more text, nothing that is asked of a space has a long answer. */
const MAX_SHORT_TEXT_BYTES = 2 * 1024 * 1024

/** Whether answers about a space, or several together, may be long. */
export const mayAnswerLong = ({ text_bytes }: Pick<Usage, 'text_bytes'>): boolean => text_bytes > MAX_SHORT_TEXT_BYTES

export const NO_USAGE: Usage = { item_count: 0, text_bytes: 0 }

const TEXT_TYPES: readonly FieldType[] = ['title', 'line', 'text', 'tags', 'url']
/** Of items; projects and features have some of them. */
const TEXT_FIELDS = FIELD_NAMES.filter((name) => TEXT_TYPES.includes(fieldOf(name).type))

const encoder = new TextEncoder()

/** In longer ones than this, an encoder counts faster. */
const MAX_COUNTED_CHARACTERS = 200

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return bytesOfText(value)
  if (!Array.isArray(value)) return 0
  let sum = 0
  for (const text of value) sum += bytesOf(text)
  return sum
}

function bytesOfText(text: string): number {
  if (text.length > MAX_COUNTED_CHARACTERS) return encoder.encode(text).length
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return encoder.encode(text).length
  return text.length
}

/** By how much a difference changes what its user has. */
export function usageChange({ entity, before, after }: Omit<EntityDifference, 'id'>): Usage {
  let text_bytes = 0
  for (const name of TEXT_FIELDS) {
    const [was, is] = [fieldIn(before, name), fieldIn(after, name)]
    if (was !== is) text_bytes += bytesOf(is) - bytesOf(was)
  }
  return { item_count: entity === 'item' ? Number(after !== null) - Number(before !== null) : 0, text_bytes }
}

const fieldIn = (stored: AnyEntity | null, name: string): unknown => stored?.[name as keyof AnyEntity]

export function addUsage(a: Usage, b: Usage): Usage {
  return { item_count: a.item_count + b.item_count, text_bytes: a.text_bytes + b.text_bytes }
}
