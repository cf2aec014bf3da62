import type { NewKey } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { ROLES, type Role } from '#domain/users.ts'
import { LOCAL, type LocalOptions, orHowToFindOut, readLocal, withAdministration } from '../administration.ts'
import { type Cli, warnOfLocalUrl } from '../cli.ts'
import { command, type CommandGroup, USERS } from '../command.ts'
import { type ClientSettings, replaceKey } from '../config.ts'
import { keyBlock } from '../key-block.ts'
import { confirm } from '../prompt.ts'
import { choiceOption, oneOf, textOption } from '../options.ts'

const NAME: [string, string, string[]] = ['<name>', "the user's name", [USERS]]
const LIST_TELLS = 'track user list tells.'

function printKey(cli: Cli, what: 'created' | 'rotated', made: NewKey): void {
  if (cli.json) return cli.out.json(made)
  for (const line of keyBlock(what, made).trimEnd().split('\n')) cli.out.line(line)
}

const add = command<LocalOptions & { name: string; role?: Role; timezone?: string }>({
  args: [['<name>', '1 to 32 of a-z, 0-9, dot, dash and underscore']],
  options: [
    { flags: '--role <role>', description: 'member (without it) or admin', choices: ROLES },
    { flags: '--timezone <zone>', description: 'such as Europe/Berlin; yours without it' },
    LOCAL,
  ],
  data: true,
  about: 'The key is printed once and can never be read again.',
  examples: ['track user add ryan', 'track user add ryan --role admin'],
  read: ({ args: [name = ''], flags }) => ({
    ...readLocal(flags),
    name,
    role: choiceOption(flags, 'role', ROLES) as Role | undefined,
    timezone: textOption(flags, 'timezone'),
  }),
  run: (cli, { local, ...input }) =>
    withAdministration(cli, { local }, async (track) => {
      const { name } = input
      const toFindOut = `track user list shows whether there is ${name}; if so, track user rotate ${name} makes a key`
      printKey(cli, 'created', await orHowToFindOut(track.users.add(input), toFindOut))
      if (local) return
      const { url } = await cli.settings()
      cli.notify(`they reach this server by: track config --api-url ${url.value}`)
      warnOfLocalUrl(cli.out, url.value)
    }),
})

const KEY_UNKNOWN = 'Only the newest key counts: to be sure of it, run this again.'
const OWN_KEY_UNKNOWN =
  'track me tells: if your key is refused, it was replaced, and another administrator makes a new one, or, ' +
  "on the server's machine, track user rotate NAME --local"

const rotate = command<LocalOptions & { name: string }>({
  args: [NAME],
  options: [LOCAL],
  data: true,
  about:
    'The old key, and the calendar address, stop at once everywhere. The new key is printed once; your own is kept ' +
    'in the configuration file, too.',
  examples: ['track user rotate ryan', 'track user rotate admin --local'],
  read: ({ args: [name = ''], flags }) => ({ ...readLocal(flags), name }),
  run: (cli, { local, name }) =>
    withAdministration(cli, { local }, async (track) => {
      const own = 'me' in track && (await track.me.get()).name === name
      const settings = own ? await cli.settings() : null
      const made = await orHowToFindOut(track.users.rotate({ name }), own ? OWN_KEY_UNKNOWN : KEY_UNKNOWN)
      printKey(cli, 'rotated', made)
      return settings ? keepOwnKey(cli, settings, made.api_key) : 0
    }),
})

/** Writes the new key to where the caller's own came from, or says what to do; returns the exit code. */
function keepOwnKey({ environment, out, notify }: Cli, { key }: ClientSettings, newKey: string): number {
  if (key?.source !== 'file') {
    notify('this was your own key, and TRACK_API_KEY holds the old one: set it to the new one')
    return 0
  }
  const { path, read, write } = environment.configFile
  try {
    const text = replaceKey(read()?.text ?? '', key.value, newKey)
    if (text === null) throw new TrackError('unavailable', `${path} no longer holds the old one`)
    write(text)
    notify(`this was your own key: ${path} holds the new one now`)
    return 0
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    out.message(`warning: this was your own key, and the new one was not kept: ${error.message}. Run: track config`)
    return 1
  }
}

const list = command<LocalOptions>({
  options: [LOCAL],
  data: true,
  examples: ['track user list', 'track user list --local'],
  read: ({ flags }) => readLocal(flags),
  run: (cli, options) =>
    withAdministration(cli, options, async (track) => {
      const found = await track.users.list()
      if (cli.json) return cli.out.json(found)
      await cli.out.table(
        [{}, {}, {}, {}],
        found.users.map(({ name, role, timezone, created_at: at }) => [
          name,
          role,
          timezone,
          cli.dates().day(cli.dates().dayOf(at)),
        ]),
      )
    }),
})

const role = command<LocalOptions & { name: string; role: Role }>({
  args: [NAME, ['<role>', 'admin or member', ROLES]],
  options: [LOCAL],
  data: true,
  about: 'The last administrator stays one.',
  examples: ['track user role ryan admin'],
  read: ({ args: [name = '', text = ''], flags }) => ({
    ...readLocal(flags),
    name,
    role: oneOf('the role', text, ROLES),
  }),
  run: (cli, { local, ...input }) =>
    withAdministration(cli, { local }, async (track) => {
      const user = await orHowToFindOut(track.users.update(input), LIST_TELLS)
      if (cli.json) return cli.out.json(user)
      cli.out.line(`${user.name} is ${user.role === 'admin' ? 'an administrator' : 'a member'}`)
    }),
})

const remove = command<LocalOptions & { name: string; yes: boolean }>({
  args: [NAME],
  options: [{ flags: '-y, --yes', description: 'do not ask' }, LOCAL],
  about: "Removes the user with all data. This can't be undone.",
  examples: ['track user remove ryan', 'track user remove ryan --yes'],
  read: ({ args: [name = ''], flags }) => ({ ...readLocal(flags), name, yes: flags.yes === true }),
  run: (cli, { local, name, yes }) =>
    withAdministration(cli, { local }, async (track) => {
      if (!yes && !(await confirm(cli.environment, `remove ${name} and all of ${name}'s data for ever?`))) {
        cli.notify('nothing was removed')
        return 1
      }
      await orHowToFindOut(track.users.remove({ name }), LIST_TELLS)
      cli.out.line(`removed ${name}`)
    }),
})

export const user: CommandGroup = {
  commands: {
    add: { description: 'add a user and print the key', command: add },
    list: { description: 'all users', command: list },
    rotate: { description: "replace a user's key", command: rotate },
    role: { description: 'make a user an administrator or a member', command: role },
    remove: { description: 'remove a user with all data', command: remove },
  },
}
