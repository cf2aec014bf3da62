import { allOperations, type NamedOperation, type Operations } from '#contract/operations.ts'

type OperationName = { [Noun in keyof Operations]: `${Noun}.${keyof Operations[Noun] & string}` }[keyof Operations]

interface Choice {
  title: string
  /** What a model has to know beside the table's own sentence. */
  more?: string
  /** What is sent where the model says nothing: long answers fill the little that it can hold. */
  usual?: object
}

/** The few operations that a model needs. Keys, users, settings, import and export stay with people. */
const CHOSEN: Partial<Record<OperationName, Choice>> = {
  'views.today': { title: 'What matters today', more: "It also tells today's date in the user's time zone." },
  'views.upcoming': { title: 'The coming days' },
  'items.list': { title: 'List items', more: 'Gives 50 unless limit says otherwise; next_cursor, given as cursor, leads on.', usual: { limit: 50 } },
  'search.find': { title: 'Search items', more: 'Gives 20 unless limit says otherwise.', usual: { limit: 20 } },
  'items.get': { title: 'One item' },
  'items.add': { title: 'Add an item', more: 'Give kind and title with other fields, or text alone: "Call Mom tomorrow #family p1 ~15m", "chore: Water plants every 3 days", "buy: lamp $50".' },
  'items.update': { title: 'Change an item', more: 'Only the fields that are given change; null clears one.' },
  'items.done': { title: 'Complete an item', more: 'A chore records the day and comes back; a gift is first bought, then given; the next copy of what recurs is told as added.' },
  'items.start': { title: 'Start an item' },
  'items.cancel': { title: 'Cancel an item' },
  'items.reopen': { title: 'Reopen an item' },
  'items.skip': { title: 'Skip to the next occurrence' },
  'items.move': { title: 'Move an item in its list', more: 'Give exactly one of to, before and after.' },
  'items.convert': { title: 'Turn an item into another kind', more: 'What the new kind cannot hold is refused unless drop is true.' },
  'items.remove': { title: 'Remove an item', more: 'For what was written down by mistake; what is over is done or canceled instead.' },
  'batch.run': { title: 'Several changes as one' },
  'projects.list': { title: 'List projects' },
  'projects.get': { title: 'One project with its tasks' },
  'projects.add': { title: 'Add a project' },
  'changes.list': { title: 'What was changed', more: 'Newest first with before or nothing, oldest first with since. Gives 20 unless limit says otherwise.', usual: { limit: 20 } },
  'changes.undo': { title: 'Undo', more: 'Give the revision of the write to take back, which answers and changes_list tell; without one it is the newest, whoever made it.' },
}

export interface Tool extends Choice {
  name: string
  operation: NamedOperation
}

/** `items.add` is `items_add`: not every model may say a dot. */
const nameOf = (operation: string) => operation.replace('.', '_')

export const TOOLS: readonly Tool[] = Object.entries(CHOSEN).map(([name, choice]) => ({ ...choice, name: nameOf(name), operation: allOperations.find((operation) => operation.name === name)! }))

const batched = allOperations.filter(({ batch }) => batch).map(({ name }) => name)

/** What a tool does, for a model. */
export function describe({ operation, more }: Tool): string {
  const ops = operation.name === 'batch.run' ? `op is one of ${batched.join(', ')}; its input is that of the tool of the same name.` : undefined
  return [operation.does, more, ops].filter(Boolean).join(' ')
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
