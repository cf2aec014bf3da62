import type { Export } from '#contract/types.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import type { Item } from '#domain/fields.ts'
import { isOpen } from '#domain/statuses.ts'

const KINDS: [title: string, kinds: readonly Item['kind'][]][] = [
  ['Todos', ['todo']],
  ['Chores', ['chore']],
  ['Gifts and shopping', ['gift', 'shopping']],
  ['Groceries', ['grocery']],
]

/** All items as lists of Markdown with boxes, open ones first, under a heading for each pool, project and feature. */
export function toMarkdown({ items, projects, features, exported_at }: Export): string {
  const parts = [`# Track, ${exported_at.slice(0, 10)}`]
  const add = (level: number, title: string, chosen: readonly Item[], notes?: string | null) => {
    if (!chosen.length && !notes && level > 2) return
    parts.push(`${'#'.repeat(level)} ${escaped(title)}`)
    if (notes) parts.push(notes)
    if (chosen.length) parts.push(openFirst(chosen).map(entryOf).join('\n'))
  }
  for (const [title, kinds] of KINDS) {
    const chosen = items.filter(({ kind }) => kinds.includes(kind))
    if (chosen.length) add(2, title, chosen)
  }
  for (const { slug, title, status, notes } of projects) {
    const tasks = items.filter(({ project }) => project === slug)
    const suffix = status === 'active' ? '' : ` (${status})`
    add(
      2,
      `${title}${suffix}`,
      tasks.filter(({ feature }) => feature === null),
      notes,
    )
    for (const feature of features.filter(({ project }) => project === slug))
      add(
        3,
        feature.title,
        tasks.filter((task) => task.feature === feature.id),
        feature.notes,
      )
  }
  return `${parts.join('\n\n')}\n`
}

const openFirst = (items: readonly Item[]): Item[] => items.toSorted((a, b) => Number(!isOpen(a)) - Number(!isOpen(b)))

function entryOf(item: Item): string {
  const title = item.status === 'canceled' ? `~~${escaped(item.title)}~~` : escaped(item.title)
  const details = detailsOf(item)
  const line = `- [${item.status === 'done' ? 'x' : ' '}] ${title}${details && ` (${details})`}`
  const notes = item.notes?.replace(/^(?=.)/gm, '  ')
  return notes ? `${line}\n\n${notes}\n` : line
}

function detailsOf(item: Item): string {
  const { status, priority, due, at, every, last_done, estimate, recipient, occasion, budget, url, tags } = item
  return [
    status === 'doing' && 'in progress',
    priority !== 3 && `P${priority}`,
    due && `due ${due}${at ? ` ${at}` : ''}`,
    every && `every ${every}`.replace(/^every (?=daily|weekly|monthly|yearly)/, ''),
    last_done && `last done ${last_done}`,
    estimate && estimatePhrase(estimate),
    ...namesOf(item),
    recipient && `for ${recipient}`,
    occasion,
    budget !== null && `budget ${budget}`,
    url,
    tags.map((tag) => `#${tag}`).join(' '),
  ]
    .filter(Boolean)
    .join(', ')
}

const namesOf = ({ assigned, turns, turn_rule, done_by }: Item) => [
  assigned && `assigned to ${assigned}`,
  turns && `turns ${turns.join(' → ')}${turn_rule === 'fewest' ? ' by fewest' : ''}`,
  done_by && `done by ${done_by}`,
]

/** Text whose signs are no Markdown. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>~]/g, '\\$&').replace(/^(?=[#+-])/, '\\')
