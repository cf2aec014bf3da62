import type { CallToolResult } from '@modelcontextprotocol/server'
import { describeWrite, type EntityChange, nameSome, originalOperation } from '#contract/sentences.ts'
import type { Change, Changes, Undone } from '#contract/types.ts'
import { withoutKeys } from '#domain/keys.ts'

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
  if (operation === 'changes.list') {
    const { changes, ...rest } = answer as Changes
    return { ...rest, changes: changes.map((change) => summariseChange(change, originalOperation(change, changes))) }
  }
  if (operation !== 'changes.undo') return answer
  const { undid, space, ...change } = answer as Undone
  return { ...summariseChange(change, undid.op), undid, space }
}

function summariseChange(change: Change, originalOp: string | undefined) {
  const { revision, at, client, op, undoes, undone } = change
  const { undo, verb, subjects, object, along } = describeWrite(change, originalOp)
  const { named, more } = nameSome([...subjects, ...along], MAX_DIFFERENCES)
  return {
    revision,
    at,
    client,
    op,
    undoes,
    undone,
    did: `${undo ? `${undo}: ` : ''}${verb} ${object ?? subjects[0]!.title}`,
    changed: named.map(summariseEntity),
    and_more: more || null,
  }
}

function summariseEntity({ id, title, verb, fields, implied }: EntityChange) {
  const changes = [...fields, ...implied].map(({ name, before, after }) => [name, { before, after }])
  return { id, title, did: verb, ...(changes.length && { fields: Object.fromEntries(changes) as object }) }
}
