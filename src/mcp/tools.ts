import { allOperations, type NamedOperation, type Operations } from '#contract/operations.ts'
import { schemaOf } from './schema.ts'

type OperationName = { [Noun in keyof Operations]: `${Noun}.${keyof Operations[Noun] & string}` }[keyof Operations]

interface Choice {
  title: string
  /** What a model has to know beside the table's own sentence. */
  more?: string
  /** What is sent where the model says nothing: long answers fill the little that it can hold. */
  usual?: object
  /** Answers with all that there is, however long. */
  whole?: true
}

/** The few operations that a model needs. Keys, users, settings, import and export stay with people. */
const CHOSEN: Partial<Record<OperationName, Choice>> = {
  'views.today': {
    title: 'What matters today',
    more: "Tells today's date in the user's time zone. Sections: overdue, today, doing, and priority (1 or 2 with no due date); estimate in minutes.",
  },
  'views.upcoming': { title: 'The coming days', more: 'Without what is overdue.' },
  'items.list': {
    title: 'List items',
    more: 'Gives 50 unless limit says otherwise; next_cursor, given as cursor, leads on.',
    usual: { limit: 50 },
  },
  'search.find': {
    title: 'Search items',
    more: 'Every word must be there; finds finished items, too. Gives 20 unless limit says otherwise.',
    usual: { limit: 20 },
  },
  'items.get': { title: 'One item, whole', whole: true },
  'items.add': {
    title: 'Add an item',
    more: 'Give kind and title with other fields, or text: "Call Mom tomorrow #family p1 ~15m", "chore: Water plants every 3 days", "buy: lamp $50". Fields beside a text count first.',
  },
  'items.update': {
    title: 'Change an item',
    more: 'Only the fields that are given change; null clears one, [] clears the tags, and tags replaces all of them.',
  },
  'items.done': {
    title: 'Complete an item',
    more: 'A chore records the day and comes back; a gift is first bought, then given; the next copy of what recurs is told as added.',
  },
  'items.start': { title: 'Start an item' },
  'items.cancel': { title: 'Cancel an item' },
  'items.reopen': { title: 'Reopen an item' },
  'items.skip': { title: 'Skip to the next occurrence' },
  'items.move': {
    title: 'Move an item in its list',
    more: "Give exactly one of to, before and after; before and after take that item's priority, too. Lists are todos, chores, gifts with shopping, groceries, and the tasks of each project.",
  },
  'items.convert': {
    title: 'Turn an item into another kind',
    more: 'What the new kind cannot hold is refused unless drop is true.',
  },
  'items.remove': {
    title: 'Remove an item',
    more: 'For what was written down by mistake; what is over is done or canceled instead.',
  },
  'batch.run': { title: 'Several changes as one' },
  'projects.list': { title: 'List projects' },
  'projects.get': { title: 'One project with its tasks' },
  'projects.add': { title: 'Add a project' },
  'changes.list': {
    title: 'What was changed',
    more: 'Newest first with before or with nothing, oldest first with since. Gives 20 writes unless limit says otherwise.',
    usual: { limit: 20 },
  },
  'changes.undo': {
    title: 'Undo',
    more: 'Give the revision of the write to take back, as changes_list tells it; without one it is the newest write, whoever made it.',
  },
}

export interface Tool extends Choice {
  name: string
  operation: NamedOperation
}

/** `items.add` is `items_add`: not every model may say a dot. */
const nameOf = (operation: string) => operation.replace('.', '_')

export const TOOLS: readonly Tool[] = Object.entries(CHOSEN).map(([name, choice]) => ({
  ...choice,
  name: nameOf(name),
  operation: allOperations.find((operation) => operation.name === name)!,
}))

/** What a tool does, for a model. */
export function describe({ operation, more }: Tool): string {
  return [operation.does, more, operation.name === 'batch.run' && batched()].filter(Boolean).join(' ')
}

/** What a batch takes: operations that are tools take the tool's input, of the others the input is told. */
function batched(): string {
  const ops = allOperations.filter(({ batch }) => batch)
  const isTool = ({ name }: NamedOperation) => name in CHOSEN
  const tools = ops.filter(isTool).map(({ name }) => name)
  const others = ops.filter((op) => !isTool(op)).map((op) => `${op.name} ${signatureOf(op)}`)
  return `op is one of ${tools.join(', ')}, with the input of the tool of that name, or ${others.join(', ')}.`
}

/** `{slug, title?}` */
function signatureOf(operation: NamedOperation): string {
  const { properties, required } = schemaOf(operation)
  return `{${Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .join(', ')}}`
}

/** What a program may decide by before it lets a model go on. */
export function annotationsOf({ operation: { method, name } }: Tool) {
  return {
    readOnlyHint: method === 'GET',
    destructiveHint: method === 'DELETE' || name === 'batch.run', // a batch may hold removals
    idempotentHint: method !== 'POST',
    openWorldHint: false,
  }
}
