import type { Member, MeInput, Space, SpaceSummary } from '#contract/types.ts'
import { isKind, KIND, type Pool, POOLS } from '#domain/kinds.ts'
import type { SharedSpace } from '#domain/spaces.ts'
import { splitList } from '#domain/typed-text.ts'
import type { Cli } from '../cli.ts'
import { command, type CommandGroup, SPACES, USERS } from '../command.ts'
import { oneOf, UsageError } from '../options.ts'
import { confirm } from '../prompt.ts'
import { adopt } from './adopt.ts'

const NAME: [string, string, string[]] = ['<name>', "the space's name", [SPACES]]
const USER: [string, string, string[]] = ['<user>', "the user's name", [USERS]]
const ROLES = ['owner', 'member'] as const

const readName = ({ args: [name = ''] }: { args: string[] }) => ({ name })
const readMember = ({ args: [name = '', user = ''] }: { args: string[] }) => ({ name, user })

async function printSpace(cli: Cli, space: Space): Promise<void> {
  if (cli.json) return cli.out.json(space)
  cli.out.line(space.name)
  await cli.out.table(
    [{}, {}, {}],
    space.members.map(({ name, role, called }) => [`  ${name}`, role, called.join(', ')]),
  )
}

const add = command<{ name: string }>({
  args: [['<name>', '1 to 32 of a-z, 0-9, dot, dash and underscore']],
  data: true,
  about: 'Names are shared with users, and none is given again. You are its owner: invite others to it.',
  examples: ['track space add home'],
  read: readName,
  async run(cli, { name }) {
    const space = await (await cli.track()).spaces.add({ name })
    if (cli.json) return cli.out.json(space)
    cli.out.line(`added ${name}`)
    cli.notify(`to invite someone: track space invite ${name} USER`)
  },
})

const list = command<null>({
  data: true,
  examples: ['track space list'],
  read: () => null,
  async run(cli) {
    const found = await (await cli.track()).spaces.list()
    if (cli.json) return cli.out.json(found)
    if (!found.spaces.length) return cli.notify('You share no space. To make one: track space add home')
    await cli.out.table(
      [{}, {}],
      found.spaces.map(({ name, role }) => [name, role]),
    )
    for (const { name } of found.spaces.filter(isInvitation)) cli.notify(`to accept: track space join ${name}`)
  },
})

const isInvitation = ({ role }: SpaceSummary) => role === 'invited'

const show = command<{ name: string }>({
  args: [NAME],
  data: true,
  examples: ['track space show home'],
  read: readName,
  run: async (cli, { name }) => printSpace(cli, await (await cli.track()).spaces.get({ name })),
})

const invite = command<{ name: string; user: string }>({
  args: [NAME, USER],
  data: true,
  about: 'They see nothing of the space until they join it.',
  examples: ['track space invite home eve'],
  read: readMember,
  run: (cli, input) => setRole(cli, { ...input, role: 'member' }),
})

const role = command<{ name: string; user: string; role: SharedSpace['role'] }>({
  args: [NAME, USER, ['<role>', 'owner or member', [...ROLES]]],
  data: true,
  about: 'Owners invite, expel and remove. The last one stays one.',
  examples: ['track space role home eve owner'],
  read: ({ args }) => ({ ...readMember({ args }), role: oneOf('the role', args[2] ?? '', ROLES) }),
  run: (cli, input) => setRole(cli, input),
})

async function setRole(cli: Cli, input: { name: string; user: string; role: SharedSpace['role'] }): Promise<void> {
  const { output, revision } = await (await cli.track()).call('members.set', input)
  if (cli.json) return cli.out.json(output)
  const { name, role }: Member = output
  if (role !== 'invited')
    return cli.out.line(`${name} is ${role === 'owner' ? 'an owner' : 'a member'} of ${input.name}`)
  cli.out.line(`${revision === null ? 'already invited' : 'invited'} ${name}`)
  cli.notify(`they accept by: track space join ${input.name}`)
}

const join = command<{ name: string }>({
  args: [NAME],
  data: true,
  examples: ['track space join home'],
  read: readName,
  run: async (cli, { name }) => printSpace(cli, await (await cli.track()).spaces.join({ name })),
})

const call = command<{ name: string; user: string; called: string[] }>({
  args: [NAME, USER, ['[names...]', 'by which the others know them; without any, none']],
  data: true,
  examples: ['track space call home eve Mom Mum'],
  read: ({ args }) => ({ ...readMember({ args }), called: args.slice(2) }),
  async run(cli, input) {
    const member = await (await cli.track()).members.update(input)
    if (cli.json) return cli.out.json(member)
    cli.out.line(member.called.length ? `${member.name} is called ${member.called.join(', ')}` : member.name)
  },
})

const leave = command<{ name: string }>({
  args: [NAME],
  about: 'Declines an invitation, too. What you wrote stays.',
  examples: ['track space leave home'],
  read: readName,
  async run(cli, { name }) {
    const track = await cli.track()
    await track.members.remove({ name, user: (await track.me.get()).name })
    cli.out.line(`left ${name}`)
  },
})

const expel = command<{ name: string; user: string }>({
  args: [NAME, USER],
  about: 'Counts at once, everywhere. What they wrote stays.',
  examples: ['track space expel home eve'],
  read: readMember,
  async run(cli, input) {
    await (await cli.track()).members.remove(input)
    cli.out.line(`${input.user} is no member of ${input.name}`)
  },
})

const remove = command<{ name: string; yes: boolean }>({
  args: [NAME],
  options: [{ flags: '-y, --yes', description: 'do not ask' }],
  about: "Removes the space with all that it holds, for all members. This can't be undone.",
  examples: ['track space rm home', 'track space rm home --yes'],
  read: ({ args: [name = ''], flags }) => ({ name, yes: flags.yes === true }),
  async run(cli, { name, yes }) {
    if (!yes && !(await confirm(cli.environment, `remove ${name} and all that it holds, for all members, for ever?`))) {
      cli.notify('nothing was removed')
      return 1
    }
    await (await cli.track()).spaces.remove({ name })
    cli.out.line(`removed ${name}`)
  },
})

const use = command<{ defaults?: MeInput['defaults'] }>({
  args: [
    ['[name]', "the space's name", [SPACES]],
    ['[pools...]', `of ${POOLS.join(', ')}`, POOLS],
  ],
  options: [{ flags: '--own', description: 'your own space again, for the pools that are named' }],
  data: true,
  about:
    'What you add to these pools goes to that space, and ids of theirs mean its items, unless --space or the id says ' +
    'otherwise. Without a name it tells which spaces are used.',
  examples: ['track space use home groceries chores', 'track space use', 'track space use --own chores'],
  read({ args, flags }) {
    const [name, words] = flags.own ? [null, args] : [args[0], args.slice(1)]
    if (name === undefined) return {}
    if (!words.length) throw new UsageError(`say for which of ${POOLS.join(', ')}`)
    const pools = words.flatMap(splitList).map((word) => poolNamed(word))
    return { defaults: Object.fromEntries(pools.map((pool) => [pool, name])) }
  },
  async run(cli, { defaults }) {
    const { me } = await cli.track()
    const { defaults: used } = await (defaults ? me.update({ defaults }) : me.get())
    if (cli.json) return cli.out.json({ defaults: used })
    const pools = POOLS.filter((pool) => used[pool] !== undefined)
    if (!pools.length)
      return cli.notify('Everything is in your own space. To use another: track space use home groceries')
    await cli.out.table(
      [{}, {}],
      pools.map((pool) => [pool, used[pool]!]),
    )
  },
})

/** A pool, also by the name of a kind that it holds. */
function poolNamed(word: string): Pool {
  const name = word.toLowerCase()
  const pool = isKind(name) ? KIND[name].pool : name
  if (pool !== null) return oneOf('a pool', pool, POOLS)
  throw new UsageError('tasks are in the space of their project', `Pools are ${POOLS.join(', ')}.`)
}

export const space: CommandGroup = {
  commands: {
    add: { description: 'make a space that several users share', command: add },
    list: { description: 'the spaces that you share, and invitations', command: list },
    show: { description: 'who the members of a space are', command: show },
    invite: { description: 'invite a user', command: invite },
    join: { description: 'accept an invitation', command: join },
    role: { description: 'make a member an owner, or an owner a member', command: role },
    call: { description: 'by what names the others know a member', command: call },
    use: { description: 'the space that a pool is in by default', command: use },
    adopt: { description: 'make a space of a user whose key several people use', command: adopt },
    leave: { description: 'leave a space', command: leave },
    expel: { description: 'take a member out of a space', command: expel },
    rm: { description: 'remove a space with all that it holds', command: remove },
  },
}
