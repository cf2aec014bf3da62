import type { Track } from '#contract/track.ts'
import type { NewKey } from '#contract/types.ts'
import { ROLES, type Role } from '#domain/users.ts'
import type { Cli } from '../cli.ts'
import { command, type Family, type Option } from '../command.ts'
import { settings } from '../config.ts'
import { plainDay } from '../days.ts'
import { keyBlock } from '../key-block.ts'
import { agreed } from '../prompt.ts'
import { choice, type Flags, oneOf, words } from '../usage.ts'

type Users = Track['users']

interface Where {
  local: boolean
}

const LOCAL: Option = { flags: '--local', says: "straight on this machine's database, without a key" }
const NAME: [string, string] = ['<name>', "the user's name"]
const where = (flags: Flags): Where => ({ local: flags.local === true })

/** Works with the users over the API, or on this machine's database. */
async function withUsers<T>(
  cli: Cli,
  { local }: Where,
  work: (users: Users, track: Track | null) => Promise<T>,
): Promise<T> {
  if (!local) {
    const track = await cli.track()
    return work(track.users, track)
  }
  const house = await cli.world.local()
  try {
    return await work(house.track.users, null)
  } finally {
    await house.close()
  }
}

function printKey(cli: Cli, what: 'created' | 'rotated', made: NewKey): void {
  if (cli.json) return cli.out.json(made)
  for (const line of keyBlock(what, made).trimEnd().split('\n')) cli.out.line(line)
}

const add = command<Where & { name: string; role?: Role; timezone?: string }>({
  args: [['<name>', '1 to 32 of a-z, 0-9, dot, dash and underscore']],
  options: [
    { flags: '--role <role>', says: 'member (without it) or admin', among: ROLES },
    { flags: '--timezone <zone>', says: 'such as Europe/Berlin; yours without it' },
    LOCAL,
  ],
  data: true,
  about: 'The key is printed once and can never be read again.',
  examples: ['track user add ryan', 'track user add ryan --role admin'],
  read: ({ args: [name = ''], flags }) => ({
    ...where(flags),
    name,
    role: choice(flags, 'role', ROLES) as Role | undefined,
    timezone: words(flags, 'timezone'),
  }),
  run: (cli, { local, ...input }) =>
    withUsers(cli, { local }, async (users) => {
      printKey(cli, 'created', await users.add(input))
      if (!local) cli.tell(`they reach this server by: track config --api-url ${(await settings(cli.world)).url.value}`)
    }),
})

const rotate = command<Where & { name: string }>({
  args: [NAME],
  options: [LOCAL],
  data: true,
  about: 'The old key, and the calendar address, stop at once everywhere. The new key is printed once.',
  examples: ['track user rotate ryan', 'track user rotate admin --local'],
  read: ({ args: [name = ''], flags }) => ({ ...where(flags), name }),
  run: (cli, { local, name }) =>
    withUsers(cli, { local }, async (users, track) => {
      const own = track && (await track.me.get()).name === name
      printKey(cli, 'rotated', await users.rotate({ name }))
      if (own) cli.tell('this was your own key: set the new one with track config')
    }),
})

const list = command<Where>({
  options: [LOCAL],
  data: true,
  examples: ['track user list', 'track user list --local'],
  read: ({ flags }) => where(flags),
  run: (cli, options) =>
    withUsers(cli, options, async (users) => {
      const found = await users.list()
      if (cli.json) return cli.out.json(found)
      await cli.out.table(
        [{}, {}, {}, {}],
        found.users.map(({ name, role, timezone, created_at: at }) => [
          name,
          role,
          timezone,
          plainDay(cli.here().dayOf(at), cli.here().today),
        ]),
      )
    }),
})

const role = command<Where & { name: string; role: Role }>({
  args: [NAME, ['<role>', 'admin or member', ROLES]],
  options: [LOCAL],
  data: true,
  about: 'The last administrator stays one.',
  examples: ['track user role ryan admin'],
  read: ({ args: [name = '', text = ''], flags }) => ({ ...where(flags), name, role: oneOf('the role', text, ROLES) }),
  run: (cli, { local, ...input }) =>
    withUsers(cli, { local }, async (users) => {
      const user = await users.update(input)
      if (cli.json) return cli.out.json(user)
      cli.out.line(`${user.name} is ${user.role === 'admin' ? 'an administrator' : 'a member'}`)
    }),
})

const remove = command<Where & { name: string; yes: boolean }>({
  args: [NAME],
  options: [{ flags: '-y, --yes', says: 'do not ask' }, LOCAL],
  about: "Removes the user with all data. This can't be undone.",
  examples: ['track user remove ryan', 'track user remove ryan --yes'],
  read: ({ args: [name = ''], flags }) => ({ ...where(flags), name, yes: flags.yes === true }),
  run: (cli, { local, name, yes }) =>
    withUsers(cli, { local }, async (users) => {
      if (!yes && !(await agreed(cli.world, `remove ${name} and all of ${name}'s data for ever?`))) {
        cli.tell('nothing was removed')
        return 1
      }
      await users.remove({ name })
      cli.out.line(`removed ${name}`)
    }),
})

export const user: Family = {
  commands: {
    add: { says: 'add a user and print the key', command: add },
    list: { says: 'all users', command: list },
    rotate: { says: "replace a user's key", command: rotate },
    role: { says: 'make a user an administrator or a member', command: role },
    remove: { says: 'remove a user with all data', command: remove },
  },
}
