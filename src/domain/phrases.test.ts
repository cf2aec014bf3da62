import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { projectFinder } from './project-names.ts'
import { quickAdd, type QuickAddFields } from './quick-add.ts'

const TODAY = '2026-06-01'
const findProject = projectFinder([
  { slug: 'kitchen-reno', title: 'Kitchen Reno' },
  { slug: 'garden', title: 'Garden' },
  { slug: 'kitchin', title: 'キッチン' },
  { slug: 'dacha', title: 'Дача' },
])

/** The rows of the table, by the number of their line. */
const rows = readFileSync(new URL('phrases.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line, at) => ({ line: at + 1, cells: line.split('|').map((cell) => cell.trim()) }))
  .filter(({ cells }) => cells.length > 2 && cells[1] !== 'typed' && !cells[1]!.startsWith('---'))

/** The parts of an item as the table writes them. */
function parts({ kind, title, due, at, every, priority, tags = [], ...rest }: QuickAddFields): string {
  const { estimate, budget, recipient, occasion, project } = rest
  const all = [
    kind === 'todo' ? title : `${kind}: ${title}`,
    due && `due ${due}`,
    at && `at ${at}`,
    every && `every ${every}`,
    priority && `P${priority}`,
    ...tags.map((tag) => `#${tag}`),
    estimate && `~${estimate}m`,
    budget !== undefined && `$${budget}`,
    recipient && `for ${recipient}`,
    occasion && `occasion ${occasion}`,
    project && `@${project}`,
  ]
  return all.filter(Boolean).join(' · ')
}

it.each(rows)('line $line: $cells.1', ({ cells: [, typed, becomes, notice] }) => {
  const { fields, notices } = quickAdd(typed!, { today: TODAY, time: '12:00', findProject })
  expect([parts(fields), notices.map(({ message }) => message).join(' / ')]).toEqual([becomes, notice])
})

it('holds enough of each', () => {
  expect(rows.length).toBeGreaterThan(250)
  expect(rows.filter(({ cells }) => cells.length > 4).length).toBeGreaterThan(60)
})
