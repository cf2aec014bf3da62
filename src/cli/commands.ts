import { type Command, type CommandEntry, type CommandGroup, isCommandGroup } from './command.ts'
import type { Verb } from './commands/by-id.ts'

type Load = CommandEntry['load']
const entry = (group: string, name: string, description: string, load: Load, alias?: string): CommandEntry => ({
  name,
  description,
  group,
  load: WITHOUT_SPACE.includes(group) ? load : async () => withSpace(await load()),
  alias,
})

const CAPTURE = 'Write down and change'
const LOOK = 'Look'
const TICK = 'Tick off'
const ORDER = 'Order'
const PROJECTS = 'Projects'
const TIME = 'History'
const SETUP = 'Set up'
const SERVER = 'Server'

const WITHOUT_SPACE = [SETUP, SERVER, '']

/** The same commands, with the option that names a space. */
function withSpace(loaded: Command | CommandGroup): Command | CommandGroup {
  if (!isCommandGroup(loaded)) return { ...loaded, ofSpace: true }
  const commands = Object.entries(loaded.commands).map(([name, { description, command }]) => [
    name,
    { description, command: { ...command, ofSpace: true } },
  ])
  return { commands: Object.fromEntries(commands) as CommandGroup['commands'] }
}

const byId = (verb: Verb) => () => import('./commands/by-id.ts').then((m) => m.byId(verb))

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  entry(LOOK, 'today', 'what matters today (a bare "track" does the same)', () =>
    import('./commands/today.ts').then((m) => m.today),
  ),
  entry(LOOK, 'upcoming', 'the agenda of the next days', () =>
    import('./commands/upcoming.ts').then((m) => m.upcoming),
  ),
  entry(
    LOOK,
    'list',
    'items of a pool, a kind or a project',
    () => import('./commands/list.ts').then((m) => m.listItems),
    'ls',
  ),
  entry(LOOK, 'show', 'one item or project with all that is known', () =>
    import('./commands/show.ts').then((m) => m.show),
  ),
  entry(LOOK, 'search', 'find items by words', () => import('./commands/search.ts').then((m) => m.search)),
  entry(CAPTURE, 'add', 'add a todo, chore, task, gift, shopping item or grocery', () =>
    import('./commands/add.ts').then((m) => m.add),
  ),
  entry(CAPTURE, 'edit', 'change fields, by flags or in your editor', () =>
    import('./commands/edit.ts').then((m) => m.edit),
  ),
  entry(CAPTURE, 'copy', 'add another item with the same fields', () =>
    import('./commands/copy.ts').then((m) => m.copy),
  ),
  entry(CAPTURE, 'convert', 'turn an item into another kind', () =>
    import('./commands/convert.ts').then((m) => m.convert),
  ),
  entry(CAPTURE, 'rm', 'remove items', () => import('./commands/rm.ts').then((m) => m.rm)),
  entry(TICK, 'done', 'complete items, in the way of their kind', () =>
    import('./commands/done.ts').then((m) => m.done),
  ),
  entry(TICK, 'start', 'mark items as in progress', byId('start')),
  entry(TICK, 'cancel', 'end items without their being done', byId('cancel')),
  entry(TICK, 'reopen', 'make finished or started items todos again', byId('reopen')),
  entry(TICK, 'skip', 'move what recurs to its next occurrence', byId('skip')),
  entry(ORDER, 'pri', 'set the priority of an item', () => import('./commands/pri.ts').then((m) => m.pri)),
  entry(ORDER, 'move', 'move an item inside its priority', () => import('./commands/move.ts').then((m) => m.move)),
  entry(ORDER, 'rank', 'put a pool or project in a new order', () => import('./commands/rank.ts').then((m) => m.rank)),
  entry(PROJECTS, 'projects', 'all projects with their progress', () =>
    import('./commands/projects.ts').then((m) => m.projects),
  ),
  entry(PROJECTS, 'project', 'add, show, edit, archive or remove a project', () =>
    import('./commands/project.ts').then((m) => m.project),
  ),
  entry(PROJECTS, 'feature', 'features of an engineering project', () =>
    import('./commands/feature.ts').then((m) => m.feature),
  ),
  entry(TIME, 'log', 'what was written, when and by which client', () =>
    import('./commands/log.ts').then((m) => m.log),
  ),
  entry(TIME, 'report', 'what was done this week, month or year', () =>
    import('./commands/report.ts').then((m) => m.report),
  ),
  entry(TIME, 'undo', 'take back the newest write', () => import('./commands/undo.ts').then((m) => m.undo)),
  entry(SETUP, 'config', 'set your key', () => import('./commands/config.ts').then((m) => m.config)),
  entry(SETUP, 'me', 'whose key this is, and the time zone', () => import('./commands/me.ts').then((m) => m.me)),
  entry(SETUP, 'calendar', "the calendar feed's addresses", () =>
    import('./commands/calendar.ts').then((m) => m.calendar),
  ),
  entry(SETUP, 'user', 'add, list, remove users and rotate their keys', () =>
    import('./commands/user.ts').then((m) => m.user),
  ),
  entry(SETUP, 'space', 'share spaces with other users', () => import('./commands/space.ts').then((m) => m.space)),
  entry(SETUP, 'export', 'everything that you have, as one document', () =>
    import('./commands/export.ts').then((m) => m.exportAll),
  ),
  entry(SETUP, 'import', 'add what an export of Track or of another tracker holds', () =>
    import('./commands/import.ts').then((m) => m.importFile),
  ),
  entry(SETUP, 'completion', 'a script that completes what you type', () =>
    import('./commands/completion.ts').then((m) => m.completion),
  ),
  entry(SETUP, 'man', 'the manual', () => import('./commands/man.ts').then((m) => m.man)),
  entry(SETUP, 'mcp', 'let an AI assistant work with your items', () => import('./commands/mcp.ts').then((m) => m.mcp)),
  entry(SETUP, 'open', 'open the page in your browser', () => import('./commands/open.ts').then((m) => m.open)),
  entry(SETUP, 'doctor', 'check settings, key and server', () => import('./commands/doctor.ts').then((m) => m.doctor)),
  entry(SERVER, 'serve', 'run the server', () => import('./commands/serve.ts').then((m) => m.serve)),
  entry(SERVER, 'migrate', 'move the database to PostgreSQL', () =>
    import('./commands/migrate.ts').then((m) => m.migrate),
  ),
  entry(SERVER, 'backup', 'copy the live database to a file', () =>
    import('./commands/backup.ts').then((m) => m.backup),
  ),
  entry(SERVER, 'restore', 'fill an empty place from a backup', () =>
    import('./commands/restore.ts').then((m) => m.restore),
  ),
]

/** What the scripts of `track completion` ask; people do not, so it is in no list. */
export const COMPLETE = '__complete'

export function findCommand(name: string): CommandEntry | undefined {
  if (name === COMPLETE)
    return entry('', COMPLETE, 'complete a word', () => import('./commands/complete.ts').then((m) => m.complete))
  return COMMANDS.find((one) => one.name === name || one.alias === name)
}
