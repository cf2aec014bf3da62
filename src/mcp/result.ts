import type { CallToolResult } from '@modelcontextprotocol/server'
import type { Change, Changes, Difference, Undone } from '#contract/types.ts'
import { changedFields } from '#domain/entities.ts'
import { withoutKeys } from '#domain/keys.ts'
import type { Item } from '#domain/fields.ts'

/** Fields that a model rarely needs; `items_get` returns them. */
const OMITTED_FIELDS = new Set(['created_at', 'updated_at', 'anchor', 'start', 'end'])
/** Longer texts are truncated in lists. */
const MAX_TEXT_CHARACTERS = 500
const TRUNCATION_NOTE = '… (cut here; items_get gives an item whole)'
/** Differences shown of one write. */
const MAX_DIFFERENCES = 20

/**
 * An answer as JSON. Empty fields, which are half of an item, are omitted; unless `verbose`, also OMITTED_FIELDS, and
 * long texts are truncated.
 */
export function toToolResult(answer: unknown, verbose = false): CallToolResult {
  const text = JSON.stringify(answer, function (this: unknown, name, value: unknown) {
    if (value === null || (Array.isArray(value) && value.length === 0 && this !== answer)) return undefined
    if (verbose) return value
    if (OMITTED_FIELDS.has(name)) return undefined
    return typeof value === 'string' && value.length > MAX_TEXT_CHARACTERS
      ? value.slice(0, MAX_TEXT_CHARACTERS) + TRUNCATION_NOTE
      : value
  })
  return { content: [{ type: 'text', text: withoutKeys(text) }] }
}

/** Reduces journal entries to the changed fields, since complete items before and after would be too long. */
export function summarise(operation: string, answer: unknown): unknown {
  if (operation === 'changes.list')
    return { ...(answer as Changes), changes: (answer as Changes).changes.map(summariseChange) }
  if (operation === 'changes.undo') return { ...summariseChange(answer as Undone), undid: (answer as Undone).undid }
  return answer
}

function summariseChange({ revision, at, client, op, undoes, undone, items, projects, features }: Change) {
  const all = [...(items ?? []), ...projects, ...features] as Difference<Item>[]
  return {
    revision,
    at,
    client,
    op,
    undoes,
    undone,
    changed: all.slice(0, MAX_DIFFERENCES).map(summariseDifference),
    and_more: all.length > MAX_DIFFERENCES ? all.length - MAX_DIFFERENCES : null,
  }
}

function summariseDifference({ id, before, after }: Difference<Item>) {
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
