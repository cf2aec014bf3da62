import type { Item } from '#domain/fields.ts'
import type { ById } from '#contract/types.ts'
import { type Command, command } from '../command.ts'
import { formatDay } from '../date-format.ts'
import { idAndTitle } from '../items.ts'
import { eachInOneWrite } from '../write.ts'

const VERBS = {
  start: { did: 'started', already: 'already in progress', about: undefined, example: 'track start t-1f3a' },
  cancel: {
    did: 'canceled',
    already: 'already canceled',
    about: 'Ends a series, too.',
    example: 'track cancel t-1f3a',
  },
  reopen: {
    did: 'reopened',
    already: 'already open',
    about: 'A gift is no longer bought then.',
    example: 'track reopen t-1f3a',
  },
  skip: {
    did: 'skipped',
    already: 'nothing to skip',
    about: 'It does not count as done.',
    example: 'track skip c-12ab',
  },
}

/** The command `verb`: takes ids, no options, and applies `items.<verb>` to all of them in one write. */
export function lifecycle(verb: keyof typeof VERBS): Command {
  const { did, already, about, example } = VERBS[verb]
  return command<ById[]>({
    args: [['<id...>', 'ids or clear beginnings of them']],
    data: true,
    about,
    examples: [example, `${example} t-9c02`],
    read: ({ args }) => args.map((id) => ({ id })),
    async run(cli, inputs) {
      const { results, changed } = await eachInOneWrite<Item>(cli, `items.${verb}`, inputs, (item) => item)
      if (cli.json) return cli.out.json(results.length === 1 ? results[0] : { results })
      results.forEach((item, i) => {
        const next = verb === 'skip' && item.due ? ` · next ${formatDay(item.due, cli.today())}` : ''
        cli.out.line(`${changed[i] ? did : already} ${idAndTitle(item)}${next}`)
      })
    },
  })
}
