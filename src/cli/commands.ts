import type { Listed } from './command.ts'

type Load = Listed['load']
const one = (group: string, name: string, says: string, load: Load, alias?: string): Listed => ({
  name,
  says,
  group,
  load,
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

const lifecycle = (verb: 'start' | 'cancel' | 'reopen' | 'skip') => () =>
  import('./commands/lifecycle.ts').then((m) => m.lifecycle(verb))

/** Every command with its one-line description; the rest of a command is loaded when it is called. */
export const COMMANDS: readonly Listed[] = [
  one(LOOK, 'today', 'what matters today (a bare "track" does the same)', () =>
    import('./commands/today.ts').then((m) => m.today),
  ),
  one(LOOK, 'upcoming', 'the agenda of the next days', () => import('./commands/upcoming.ts').then((m) => m.upcoming)),
  one(
    LOOK,
    'list',
    'items of a pool, a kind or a project',
    () => import('./commands/list.ts').then((m) => m.listItems),
    'ls',
  ),
  one(LOOK, 'show', 'one item or project with all that is known', () =>
    import('./commands/show.ts').then((m) => m.show),
  ),
  one(LOOK, 'search', 'find items by words', () => import('./commands/search.ts').then((m) => m.search)),
  one(CAPTURE, 'add', 'add a todo, chore, task, gift, shopping item or grocery', () =>
    import('./commands/add.ts').then((m) => m.add),
  ),
  one(CAPTURE, 'edit', 'change fields, by flags or in your editor', () =>
    import('./commands/edit.ts').then((m) => m.edit),
  ),
  one(CAPTURE, 'convert', 'turn an item into another kind', () =>
    import('./commands/convert.ts').then((m) => m.convert),
  ),
  one(CAPTURE, 'rm', 'remove items', () => import('./commands/rm.ts').then((m) => m.rm)),
  one(TICK, 'done', 'complete items, in the way of their kind', () => import('./commands/done.ts').then((m) => m.done)),
  one(TICK, 'start', 'mark items as in progress', lifecycle('start')),
  one(TICK, 'cancel', 'end items without their being done', lifecycle('cancel')),
  one(TICK, 'reopen', 'make finished or started items todos again', lifecycle('reopen')),
  one(TICK, 'skip', 'move what recurs to its next occurrence', lifecycle('skip')),
  one(ORDER, 'pri', 'set the priority of an item', () => import('./commands/pri.ts').then((m) => m.pri)),
  one(ORDER, 'move', 'move an item inside its priority', () => import('./commands/move.ts').then((m) => m.move)),
  one(ORDER, 'rank', 'put a pool or project in a new order', () => import('./commands/rank.ts').then((m) => m.rank)),
  one(PROJECTS, 'projects', 'all projects with their progress', () =>
    import('./commands/projects.ts').then((m) => m.projects),
  ),
  one(PROJECTS, 'project', 'add, show, edit, archive or remove a project', () =>
    import('./commands/project.ts').then((m) => m.project),
  ),
  one(PROJECTS, 'feature', 'features of an engineering project', () =>
    import('./commands/feature.ts').then((m) => m.feature),
  ),
  one(TIME, 'log', 'what was written, when and by which client', () => import('./commands/log.ts').then((m) => m.log)),
  one(TIME, 'undo', 'take back the newest write', () => import('./commands/undo.ts').then((m) => m.undo)),
  one(SETUP, 'config', 'set your key', () => import('./commands/config.ts').then((m) => m.config)),
  one(SETUP, 'me', 'whose key this is, and the time zone', () => import('./commands/me.ts').then((m) => m.me)),
  one(SETUP, 'calendar', "the calendar feed's addresses", () =>
    import('./commands/calendar.ts').then((m) => m.calendar),
  ),
  one(SETUP, 'user', 'add, list, remove users and rotate their keys', () =>
    import('./commands/user.ts').then((m) => m.user),
  ),
  one(SETUP, 'export', 'everything that you have, as one document', () =>
    import('./commands/export.ts').then((m) => m.exportAll),
  ),
  one(SETUP, 'import', 'add what an exported document holds', () =>
    import('./commands/import.ts').then((m) => m.importFile),
  ),
  one(SETUP, 'completion', 'a script that completes what you type', () =>
    import('./commands/completion.ts').then((m) => m.completion),
  ),
  one(SETUP, 'mcp', 'let an AI assistant work with your items', () => import('./commands/mcp.ts').then((m) => m.mcp)),
  one(SETUP, 'open', 'open the page in your browser', () => import('./commands/open.ts').then((m) => m.open)),
  one(SETUP, 'doctor', 'check settings, key and server', () => import('./commands/doctor.ts').then((m) => m.doctor)),
  one(SERVER, 'serve', 'run the server', () => import('./commands/serve.ts').then((m) => m.serve)),
  one(SERVER, 'migrate', 'move the database to PostgreSQL', () =>
    import('./commands/migrate.ts').then((m) => m.migrate),
  ),
  one(SERVER, 'backup', 'copy the live database to a file', () => import('./commands/backup.ts').then((m) => m.backup)),
  one(SERVER, 'restore', 'fill an empty place from a backup', () =>
    import('./commands/restore.ts').then((m) => m.restore),
  ),
]

export function commandNamed(name: string): Listed | undefined {
  return COMMANDS.find((listed) => listed.name === name || listed.alias === name)
}
