import type { Export } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { ruleOf } from '#domain/interval-rules.ts'
import { isOpen } from '#domain/statuses.ts'

const LETTER = ['', 'A', 'B', '', 'D', 'E']

/**
 * All items in the format of todo.txt, a line each. What its programs know stands in their keys (`due:`, `rec:`, `t:`),
 * the rest in keys that an import reads: `kind:`, `at:`, `est:`, `every:`, `status:`, and those that
 * name members. Notes have no place in it.
 */
export const toTodoTxt = ({ items }: Export): string => items.map((item) => `${lineOf(item)}\n`).join('')

function lineOf(item: Item): string {
  const { title, status, priority, due, at, tags, project, estimate, created_at, done_at } = item
  const letter = LETTER[priority]
  const closed = !isOpen({ status })
  const kind = item.kind === 'todo' || item.kind === 'task' ? null : item.kind
  const parts = [
    closed ? `x ${(done_at ?? created_at).slice(0, 10)}` : letter && `(${letter})`,
    created_at.slice(0, 10),
    title,
    project && `+${project}`,
    ...tags.map((tag) => `@${word(tag)}`),
    due && `due:${due}`,
    at && `at:${at}`,
    recurrenceOf(item),
    estimate && `est:${estimate}m`,
    closed && letter && `pri:${letter}`,
    kind && `kind:${kind}`,
    ...namesOf(item),
    (status === 'doing' || status === 'canceled') && `status:${status}`,
  ]
  return parts.filter(Boolean).join(' ')
}

const namesOf = ({ assigned, turns, turn_rule, done_by }: Item) => [
  assigned && `assigned:${assigned}`,
  turns && `turns:${turns.join()}`,
  turn_rule && `turn_rule:${turn_rule}`,
  done_by && `done_by:${done_by}`,
]

const word = (text: string): string => text.replace(/\s+/g, '_')

/** `rec:2w` from the day of completion, `rec:+2w` from the due date; an interval that these cannot say in words. */
function recurrenceOf({ kind, every }: Item): string | null {
  if (every === null) return null
  const { unit, count, on, until } = ruleOf(every)
  if (on === undefined && until === undefined) return `rec:${kind === 'chore' ? '' : '+'}${count}${unit[0]}`
  return `every:${word(every)}`
}
