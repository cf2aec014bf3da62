import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { allOperations, type NamedOperation, type OperationName } from '#contract/operations.ts'

type Reasons = { [Name in OperationName]?: string }

const NOT_IN_THE_COMMAND_LINE: Reasons = {
  'changes.snapshot': 'for replicas',
}
const NOT_IN_THE_PAGE: Reasons = {
  'order.set': 'one item at a time is dragged',
  'views.today': 'derived from the replica',
  'views.upcoming': 'derived from the replica',
  'projects.get': 'the replica has it',
  'features.list': 'the replica has them',
  'spaces.adopt': 'once, by an administrator who is at a terminal',
}

function sourcesOf(folder: string, isIncluded: (path: string) => boolean): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isIncluded)
  return paths.map((path) => readFileSync(join(folder, path), 'utf8')).join('\n')
}
const isProgram = (path: string) => /(?<!\.test)\.tsx?$/.test(path)

/** `track.items.add(…)`, `(await cli.track()).items.add(…)` */
const isCalled = (sources: string, { noun, verb }: NamedOperation) =>
  new RegExp(`track(\\(\\)\\))?\\s*\\.${noun}\\s*\\.${verb}\\b`).test(sources)

/** `'items.add'`, or `` `items.${verb}` `` where the verb is a literal elsewhere. */
const isNamed = (sources: string, { name, noun, verb }: NamedOperation) =>
  sources.includes(`'${name}'`) || (sources.includes(`\`${noun}.\${`) && sources.includes(`'${verb}'`))

it('what each operation does is tested, besides that it answers', () => {
  const tests = sourcesOf('tests/contract', (path) => path.endsWith('.test.ts'))
  expect(allOperations.filter((operation) => !isCalled(tests, operation)).map(({ name }) => name)).toEqual([])
})

it.each([
  ['the command line', 'src/cli', NOT_IN_THE_COMMAND_LINE],
  ['the page', 'src/web', NOT_IN_THE_PAGE],
])('%s has each operation, or the reason is stated here', (_, folder, reasons) => {
  const sources = sourcesOf(folder, isProgram)
  const absent = allOperations.filter((operation) => !isCalled(sources, operation) && !isNamed(sources, operation))
  expect(absent.map(({ name }) => name).toSorted()).toEqual(Object.keys(reasons).toSorted())
})
