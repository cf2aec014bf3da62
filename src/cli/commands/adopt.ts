import type { Adoption } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { splitList } from '#domain/typed-text.ts'
import { LOCAL, type LocalOptions, orHowToFindOut, readLocal, withAdministration } from '../administration.ts'
import { askKey } from '../ask-key.ts'
import type { Cli } from '../cli.ts'
import { command, USERS } from '../command.ts'
import { textOption, UsageError } from '../options.ts'

/** `track space adopt` */
export const adopt = command<LocalOptions & Omit<Adoption, 'key'>>({
  args: [['<user>', 'whose key several people use', [USERS]]],
  options: [
    {
      flags: '--members <a,b>',
      description: 'who shares the space; the first one becomes its owner',
      choices: [USERS],
    },
    LOCAL,
  ],
  data: true,
  about: `For administrators. A user such as home, whose key a household passes around, becomes a space
of the same name with all items, ids, projects and history, and ends as a user: the key, the
calendar address and open pages stop at once. The members are in it at once, without an
invitation, and may leave; each has a calendar address of their own.

The user's key is asked for without being shown; where there is no terminal it is read from
standard input. Without it nothing is done, since an administrator opens nobody's items; --local,
on the server's machine, needs none. This can't be undone.`,
  examples: ['track space adopt home --members ann,ryan', 'track space adopt home --members ann,ryan --local'],
  read({ args: [name = ''], flags }) {
    const members = splitList(textOption(flags, 'members') ?? '')
    if (!members.length) throw new UsageError('--members is missing: who shares the space?')
    return { ...readLocal(flags), name, members }
  },
  run: (cli, { local, ...input }) =>
    withAdministration(cli, { local }, async (track) => {
      const { name } = input
      const key = local ? undefined : await readKey(cli, name)
      const adopting = track.spaces.adopt({ ...input, ...(key !== undefined && { key }) })
      const space = await orHowToFindOut(
        adopting,
        `track user list tells: if ${name} is no user any more, it was done.`,
      )
      if (cli.json) return cli.out.json(space)
      cli.out.line(`${name} is a space now`)
      await cli.out.table(
        [{}, {}],
        space.members.map((member) => [`  ${member.name}`, member.role]),
      )
      cli.notify(`its key has ended. Everyone uses their own: track list --space ${name}`)
    }),
})

/** Throws `forbidden` where none is given. */
async function readKey({ environment }: Cli, name: string): Promise<string> {
  const key = await askKey(environment, `api_key of ${name}: `)
  if (key !== undefined) return key
  throw new TrackError('forbidden', `no key of ${name} was given; nothing was changed`, {
    hint: "On the server's machine none is needed: --local",
  })
}
