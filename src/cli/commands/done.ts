import type { DoneResult, DoneInput } from '#contract/types.ts'
import type { Feature } from '#domain/projects.ts'
import type { Stage } from '#domain/lifecycle.ts'
import { learnSpaces } from '../cli.ts'
import { command, MEMBERS } from '../command.ts'
import type { DateFormat } from '../date-format.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { idAndTitle } from '../items.ts'
import { UsageError, textOption } from '../options.ts'
import { eachStatusInOneWrite } from '../write.ts'

export const done = command<DoneInput[]>({
  args: [IDS_ARGUMENT],
  readsInput: idsFromInput,
  options: [
    { flags: '--on <date>', description: 'the day it was done; today without it' },
    { flags: '--bought', description: 'a gift: bought' },
    { flags: '--given', description: 'a gift: given' },
    {
      flags: '--by <name>',
      description: 'the member of a shared space who did it; you without it',
      choices: [MEMBERS],
    },
  ],
  data: true,
  about:
    'A chore rolls forward, what recurs leaves its next copy, a gift is first bought, then given. ' +
    'Several ids are one write and one undo.',
  examples: ['track done t-1f3a', 'track done c-12 c-9f --on yesterday', 'track done s-20b --given'],
  read({ args, flags, input }) {
    if (flags.bought && flags.given) throw new UsageError('--bought and --given exclude each other')
    const stage: Stage | undefined = flags.bought ? 'bought' : flags.given ? 'given' : undefined
    return idsOf(args, input).map((id) => ({ id, on: textOption(flags, 'on'), stage, by: textOption(flags, 'by') }))
  },
  async run(cli, inputs) {
    const { results, changed } = await eachStatusInOneWrite<DoneResult>(cli, 'items.done', inputs)
    if (cli.json) return cli.out.json(inputs.length === 1 ? results[0] : { results })
    const prefixOf = await learnSpaces(cli, results.map(itemOf))
    const named = <T extends { id: string }>(item: T): T => ({ ...item, id: prefixOf(item) + item.id })
    results.forEach((answer, i) => {
      const lines =
        'item' in answer
          ? linesOf(
              { item: named(answer.item), added: answer.added && named(answer.added) },
              changed[i]!,
              inputs[i]!,
              cli.dates(),
            )
          : [`${changed[i] ? 'done' : 'already done'} ${idAndTitle(named(answer))}`]
      for (const line of lines) cli.out.line(line)
    })
  },
})

const itemOf = (answer: DoneResult | Feature) => ('item' in answer ? answer.item : answer)

const turnOf = ({ turns, assigned }: DoneResult['item']) => (turns && assigned ? `, ${assigned}'s turn` : '')

function linesOf({ item, added }: DoneResult, changed: boolean, { stage }: DoneInput, dates: DateFormat): string[] {
  const bought = item.kind === 'gift' && (stage === 'bought' || item.status !== 'done')
  const did = item.kind === 'gift' ? (bought ? 'bought' : 'given') : 'done'
  const next = item.kind === 'chore' && item.due ? ` · next ${dates.day(item.due)}${turnOf(item)}` : ''
  const lines = [`${changed ? did : `already ${did}`} ${idAndTitle(item)}${next}`]
  return added ? [...lines, `next ${added.id} due ${dates.day(added.due!)}`] : lines
}
