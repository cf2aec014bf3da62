import type { ConvertInput } from '#contract/types.ts'
import { isKind, KIND, KINDS } from '#domain/kinds.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import { learnCurrency, learnSpaces } from '../cli.ts'
import { command, ITEMS, type ParsedArgs } from '../command.ts'
import { FIELD_OPTIONS, fieldsOf } from '../fields.ts'
import { idsFromInput, idsOf } from '../input.ts'
import { itemLine } from '../items.ts'
import { warnIfProjectInactive } from '../inactive-project.ts'
import { oneOf, textOption, UsageError } from '../options.ts'
import { eachInOneWrite } from '../write.ts'

export const convert = command<ConvertInput[]>({
  args: [
    ['<id...>', 'ids or clear beginnings of them; - reads them from standard input', [ITEMS]],
    ['[kind]', `${KINDS.join(', ')}; may be left out with --space`, KINDS],
  ],
  readsInput: idsFromInput,
  options: [
    ...FIELD_OPTIONS,
    { flags: '--drop', description: 'let go of what the new kind, or the space, cannot hold' },
  ],
  data: true,
  movesTo: true,
  about: `Items get new ids. Fields that the new kind needs are given as flags.
With --space they move to that space, as the same kind where none is given; your own space has your name.
Several ids are one write and one undo.`,
  examples: [
    'track convert t-1f3a task --project kitchen-reno',
    'track convert t-1f3a shopping --drop',
    'track convert g-1f3a g-9c02 --space home',
    'track convert home/g-1f3a --space ryan',
  ],
  read: inputsOf,
  async run(cli, inputs) {
    const { results } = await eachInOneWrite<ItemInSpace>(cli, 'items.convert', inputs)
    if (cli.json) return cli.out.json(results.length === 1 ? results[0] : { results })
    await learnCurrency(cli, results)
    const prefixOf = await learnSpaces(cli, results)
    for (const [i, item] of results.entries()) {
      const { id, space, kind } = inputs[i]!
      const what = space === undefined || kind ? ` to ${KIND[item.kind].one}` : ''
      const former = (cli.space === undefined ? '' : prefixOf({ id })) + id
      const named = { ...item, id: prefixOf(item) + item.id }
      cli.out.line(`${space === undefined ? 'converted' : 'moved'} ${former}${what}: `, ...itemLine(named, cli.dates()))
    }
    if (inputs[0]!.space === undefined) await warnIfProjectInactive(cli, results)
  },
})

function inputsOf({ args, flags, input }: ParsedArgs): ConvertInput[] {
  const [last = '', space] = [args.at(-1), textOption(flags, 'to')]
  const named = isKind(last) || (space === undefined && args.length > 1) ? oneOf('the kind', last, KINDS) : undefined
  if (!named && space === undefined) throw new UsageError(`say what to: one of ${KINDS.join(', ')}, or --space NAME`)
  const shared = { ...fieldsOf(flags), kind: named, space, ...(flags.drop === true && { drop: true }) }
  return idsOf(named ? args.slice(0, -1) : args, input).map((id) => ({ ...shared, id }))
}
