import type { ConvertInput } from '#contract/types.ts'
import { KIND, KINDS } from '#domain/kinds.ts'
import { learnCurrency } from '../cli.ts'
import { command, ITEMS } from '../command.ts'
import { FIELD_OPTIONS, fieldsOf } from '../fields.ts'
import { itemLine } from '../items.ts'
import { warnIfProjectInactive } from '../inactive-project.ts'
import { oneOf } from '../options.ts'

export const convert = command<ConvertInput>({
  args: [
    ['<id>', 'an id or a clear beginning of it', [ITEMS]],
    ['<kind>', KINDS.join(', '), KINDS],
  ],
  options: [...FIELD_OPTIONS, { flags: '--drop', description: 'let go of what the new kind cannot hold' }],
  data: true,
  about: 'The item gets a new id. Fields that the new kind needs are given as flags.',
  examples: ['track convert t-1f3a task --project kitchen-reno', 'track convert t-1f3a shopping --drop'],
  read: ({ args: [id = '', kind = ''], flags }) => ({
    ...fieldsOf(flags),
    id,
    kind: oneOf('the kind', kind, KINDS),
    ...(flags.drop === true && { drop: true }),
  }),
  async run(cli, input) {
    const item = await (await cli.track()).items.convert(input)
    if (cli.json) return cli.out.json(item)
    await learnCurrency(cli, item)
    cli.out.line(`converted ${input.id} to ${KIND[item.kind].one}: `, ...itemLine(item, cli.dates()))
    await warnIfProjectInactive(cli, [item])
  },
})
