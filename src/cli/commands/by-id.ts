import { operations } from '#contract/operations.ts'
import type { ByIdOperation } from '#contract/by-id-operation.ts'
import type { ById, Reopened } from '#contract/types.ts'
import { withSpaces } from '../cli.ts'
import { type Command, command } from '../command.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { idAndTitle } from '../items.ts'
import { eachStatusInOneWrite } from '../write.ts'

/** The verb of an operation on an item that needs only its id, and answers the item. */
export type Verb = Exclude<ByIdOperation, 'items.remove'> extends `items.${infer Name}` ? Name : never

interface Wording {
  /** Printed before an item that the verb did not change. */
  already?: string
  /** Printed in the command's help. */
  about?: string
  exampleId?: string
}

const WORDING: { [Name in Verb]?: Wording } = {
  start: { already: 'already in progress' },
  cancel: {
    already: 'already canceled',
    about: 'Canceling a recurring item ends its series: no next one is added.',
  },
  reopen: {
    already: 'already open',
    about: 'A reopened gift counts as not bought. The next one that was added goes, unless it was changed.',
  },
  skip: { already: 'nothing to skip', about: 'It does not count as done.', exampleId: 'c-12ab' },
}

/** The command `verb`: takes ids, no options, and applies `items.<verb>` to all of them in one write. */
export function byId(verb: Verb): Command {
  const { already = 'unchanged', about, exampleId = 't-1f3a' } = WORDING[verb] ?? {}
  const { did } = operations.items[verb]
  return command<ById[]>({
    args: [IDS_ARGUMENT],
    readsInput: idsFromInput,
    data: true,
    about,
    examples: [`track ${verb} ${exampleId}`, `track ${verb} ${exampleId} t-9c02`],
    read: ({ args, input }) => idsOf(args, input).map((id) => ({ id })),
    async run(cli, inputs) {
      const { results, changed } = await eachStatusInOneWrite<Reopened>(cli, `items.${verb}`, inputs)
      if (cli.json) return cli.out.json(results.length === 1 ? results[0] : { results })
      const named = await withSpaces(cli, results)
      named.forEach((item, i) => {
        const next = verb === 'skip' && 'due' in item && item.due ? ` · next ${cli.dates().day(item.due)}` : ''
        cli.out.line(`${changed[i] ? did : already} ${idAndTitle(item)}${next}`)
        for (const { message } of ('notices' in item && item.notices) || []) cli.notify(`note: ${message}`)
      })
    },
  })
}
