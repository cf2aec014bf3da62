import type { Item } from '#domain/fields.ts'
import type { ById } from '#contract/types.ts'
import { type Command, command } from '../command.ts'
import { formatDay } from '../date-format.ts'
import { idAndTitle } from '../items.ts'
import { eachInOneWrite } from '../write.ts'

export type Verb = 'start' | 'cancel' | 'reopen' | 'skip'

interface Wording {
  /** Printed before an item that the verb changed. */
  did: string
  /** Printed before an item that it did not change. */
  already: string
  /** Printed in the command's help. */
  about?: string
  example: string
}

const WORDING: Record<Verb, Wording> = {
  start: { did: 'started', already: 'already in progress', example: 'track start t-1f3a' },
  cancel: {
    did: 'canceled',
    already: 'already canceled',
    about: 'Canceling a recurring item ends its series: no next one is added.',
    example: 'track cancel t-1f3a',
  },
  reopen: {
    did: 'reopened',
    already: 'already open',
    about: 'A reopened gift counts as not bought.',
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
export function lifecycle(verb: Verb): Command {
  const { did, already, about, example } = WORDING[verb]
  return command<ById[]>({
    args: [['<id...>', 'ids or clear beginnings of them']],
    data: true,
    about,
    examples: [example, `${example} t-9c02`],
    read: ({ args }) => args.map((id) => ({ id })),
    async run(cli, inputs) {
      const { results, changed } = await eachInOneWrite<Item>(cli, `items.${verb}`, inputs)
      if (cli.json) return cli.out.json(results.length === 1 ? results[0] : { results })
      results.forEach((item, i) => {
        const next = verb === 'skip' && item.due ? ` · next ${formatDay(item.due, cli.today())}` : ''
        cli.out.line(`${changed[i] ? did : already} ${idAndTitle(item)}${next}`)
      })
    },
  })
}
