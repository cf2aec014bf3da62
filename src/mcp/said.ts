import type { CallToolResult } from '@modelcontextprotocol/server'
import type { Change, Changes, Difference, Undone } from '#contract/types.ts'
import { changedFields } from '#domain/entities.ts'
import { withoutKeys } from '#domain/keys.ts'
import type { Item } from '#domain/fields.ts'

/** What a model has no use for, unless it asks for the whole of one item. */
const UNSAID = new Set(['created_at', 'updated_at', 'anchor', 'start', 'end'])
/** Characters of one text among others. */
const LONG = 500
const CUT = '… (cut here; items_get gives an item whole)'
/** Things of one write. */
const MOST = 20

/** An answer as JSON without what holds nothing, which is half of an item, and mostly without what is long. */
export function said(answer: unknown, whole = false): CallToolResult {
  const text = JSON.stringify(answer, function (this: unknown, name, value: unknown) {
    if (value === null || (Array.isArray(value) && value.length === 0 && this !== answer)) return undefined
    if (whole) return value
    if (UNSAID.has(name)) return undefined
    return typeof value === 'string' && value.length > LONG ? value.slice(0, LONG) + CUT : value
  })
  return { content: [{ type: 'text', text: withoutKeys(text) }] }
}

/** The journal by field, since the whole of everything before and after is too much. */
export function brief(operation: string, answer: unknown): unknown {
  if (operation === 'changes.list') return { ...(answer as Changes), changes: (answer as Changes).changes.map(write) }
  if (operation === 'changes.undo') return { ...write(answer as Undone), undid: (answer as Undone).undid }
  return answer
}

function write({ revision, at, client, op, undoes, undone, items, projects, features }: Change) {
  const all = [...(items ?? []), ...projects, ...features] as Difference<Item>[]
  return {
    revision,
    at,
    client,
    op,
    undoes,
    undone,
    changed: all.slice(0, MOST).map(difference),
    and_more: all.length > MOST ? all.length - MOST : null,
  }
}

function difference({ id, before, after }: Difference<Item>) {
  const { title } = (after ?? before)!
  if (!before || !after) return { id, title, was: before ? 'removed' : 'added' }
  return {
    id,
    title,
    fields: Object.fromEntries(
      changedFields(before, after).map((field) => [field, { before: before[field], after: after[field] }]),
    ),
  }
}
