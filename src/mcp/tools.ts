import { allOperations, type NamedOperation, type OperationName } from '#contract/operations.ts'
import { COMPOSED_TOOLS } from './composed-tools.ts'
import { inAnySpace } from './in-space.ts'
import { summarise } from './result.ts'
import { schemaOf } from './schema.ts'
import { annotationsOf, type Tool } from './tool.ts'

interface ToolOptions {
  title: string
  /** Appended to the operation's description. */
  hint?: string
  /** Values for omitted inputs, so that answers stay short. */
  defaults?: object
  /** Returns complete answers, however long. */
  verbose?: true
  /** Covers all of the user's spaces unless one is named. */
  acrossSpaces?: true
}

/** The operations that a model needs; null for keys, users, members, settings, import, export and rare changes. */
const TOOL_OPTIONS: Record<OperationName, ToolOptions | null> = {
  'views.today': {
    title: 'What matters today',
    acrossSpaces: true,
    hint:
      "Tells today's date in the user's time zone. Sections: overdue, today, doing, and priority (1 or 2 with " +
      'no due date); estimate in minutes.',
  },
  'views.upcoming': { title: 'The coming days', hint: 'Without what is overdue.', acrossSpaces: true },
  'items.list': {
    title: 'List items',
    hint: 'Gives 50 unless limit says otherwise; next_cursor, given as cursor, leads on.',
    defaults: { limit: 50 },
  },
  'search.find': {
    title: 'Search items',
    acrossSpaces: true,
    hint: 'Every word must be there; finds finished items, too. Gives 20 unless limit says otherwise.',
    defaults: { limit: 20 },
  },
  'items.get': { title: 'One item, whole', verbose: true },
  'items.add': {
    title: 'Add an item',
    hint:
      'Give kind and title with other fields, or text: "Call Mom tomorrow #family p1 ~15m", "chore: Water ' +
      'plants every 3 days", "buy: lamp $50". Fields beside a text count first.',
  },
  'items.update': {
    title: 'Change an item',
    hint: 'Only the fields that are given change; null clears one, [] clears the tags, and tags replaces all of them.',
  },
  'items.done': {
    title: 'Complete an item',
    hint:
      'A chore records the day and comes back; a gift is first bought, then given; the next copy of what recurs ' +
      'is told as added.',
  },
  'items.start': { title: 'Start an item' },
  'items.cancel': { title: 'Cancel an item' },
  'items.reopen': { title: 'Reopen an item' },
  'items.skip': { title: 'Skip to the next occurrence' },
  'items.move': {
    title: 'Move an item in its list',
    hint:
      "Give exactly one of to, before and after; before and after take that item's priority, too. Lists are " +
      'todos, chores, gifts with shopping, groceries, and the tasks of each project.',
  },
  'items.convert': {
    title: 'Turn an item into another kind',
    hint:
      'What the new kind, or the space, cannot hold is refused unless drop is true. space moves it there (your own ' +
      'has your name); of an item in a shared space the id is given as home/g-1f3a.',
  },
  'items.remove': {
    title: 'Remove an item',
    hint: 'For what was written down by mistake; what is over is done or canceled instead.',
  },
  'batch.run': { title: 'Several changes as one' },
  'projects.list': { title: 'List projects' },
  'projects.get': { title: 'One project with its tasks' },
  'projects.add': { title: 'Add a project' },
  'changes.list': {
    title: 'What was changed',
    hint:
      'Newest first with before or with nothing, oldest first with since. Gives 20 writes unless limit says ' +
      'otherwise. An undo shows the write that it undid, as that was.',
    defaults: { limit: 20 },
  },
  'changes.undo': {
    title: 'Undo',
    acrossSpaces: true,
    hint:
      'Give the revision of the write to take back, as changes_list tells it; without one it is the newest ' +
      'write, whoever made it.',
  },
  'order.set': null,
  'projects.update': null,
  'projects.remove': null,
  'features.list': null,
  'features.add': null,
  'features.update': null,
  'features.remove': null,
  'changes.snapshot': null,
  'data.export': null,
  'data.import': null,
  'calendar.get': null,
  'calendar.rotate': null,
  'me.get': null,
  'me.update': null,
  'spaces.list': { title: 'List shared spaces' },
  'spaces.add': null,
  'spaces.get': null,
  'spaces.join': null,
  'spaces.adopt': null,
  'spaces.remove': null,
  'members.set': null,
  'members.update': null,
  'members.remove': null,
  'users.list': null,
  'users.add': null,
  'users.rotate': null,
  'users.update': null,
  'users.remove': null,
}

/** `items.add` becomes `items_add`: not every model supports dots. */
const nameOf = (operation: string) => operation.replace('.', '_')

function toolOf(operation: NamedOperation, options: ToolOptions): Tool {
  const { title, hint, defaults, verbose, acrossSpaces } = options
  const { name, description, method } = operation
  return {
    name: nameOf(name),
    title,
    description: [description, hint, name === 'batch.run' && describeBatch()].filter(Boolean).join(' '),
    inputSchema: schemaOf(operation),
    annotations: annotationsOf({
      isRead: method === 'GET',
      removes: method === 'DELETE' || name === 'batch.run', // a batch may remove items
      isRepeatable: method !== 'POST',
    }),
    verbose,
    acrossSpaces,
    run: async (track, input) => summarise(name, (await track.call(name, { ...defaults, ...input })).output) ?? 'done',
  }
}

function toolNamed(name: string, options: ToolOptions): Tool {
  const operation = allOperations.find((one) => one.name === name)!
  const tool = toolOf(operation, options)
  return operation.account ? tool : inAnySpace(tool)
}

let cached: readonly Tool[] | undefined

/** All tools: those of the table's operations, and those that take several. Made when they are asked for first. */
export function allTools(): readonly Tool[] {
  cached ??= [
    ...Object.entries(TOOL_OPTIONS).flatMap(([name, options]) => (options ? [toolNamed(name, options)] : [])),
    ...COMPOSED_TOOLS.map(inAnySpace),
  ]
  return cached
}

/** The operations of a batch; those that are not tools with their input. */
function describeBatch(): string {
  const ops = allOperations.filter(({ batch }) => batch)
  const isTool = ({ name }: NamedOperation) => TOOL_OPTIONS[name] !== null
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
