import type { AddInput, Added } from '#contract/types.ts'
import { splitList } from '#domain/typed-text.ts'
import { isKind, type Kind, KINDS } from '#domain/kinds.ts'
import { command } from '../command.ts'
import { FIELD_OPTIONS, fieldsOf } from '../fields.ts'
import { itemLine } from '../items.ts'
import { warnIfProjectInactive } from '../inactive-project.ts'
import { type OptionValues, UsageError } from '../options.ts'

const COMMA_SEPARATED_KINDS: readonly Kind[] = ['grocery', 'shopping']

export const add = command<AddInput[]>({
  args: [['<title...>', 'a kind (todo, chore, task, gift, shopping, grocery) and a title, or quick add text', KINDS]],
  options: FIELD_OPTIONS,
  data: true,
  about: `With a kind first, the title is taken as it stands; groceries and shopping items are separated by commas.
Without a kind, the text is quick add: #tag p1 @project tomorrow "every 2 weeks" ~15m, and gift: or buy: in front.
Flags count before what the text says.`,
  examples: [
    'track add Call the dentist tomorrow "#health" p2',
    'track add todo Call the dentist --due tomorrow -p 2',
    'track add grocery milk, eggs, bread --tags lidl',
    'track add chore Water the plants --every "3 days"',
    'track add gift A warm scarf --for Mom --occasion birthday --budget 50',
  ],
  read: ({ args, flags }) => inputsOf(args, flags),
  async run(cli, inputs) {
    const track = await cli.track()
    const [first, ...rest] = inputs
    const added = rest.length
      ? ((await track.batch.run({ operations: inputs.map((input) => ({ op: 'items.add', input })) }))
          .results as Added[])
      : [await track.items.add(first!)]
    if (cli.json) return cli.out.json(rest.length ? { items: added } : added[0])
    for (const item of added) {
      cli.out.line('added ', ...itemLine(item, cli.today()))
      for (const { message } of item.notices ?? []) cli.notify(`note: ${message}`)
    }
    await warnIfProjectInactive(cli, added)
  },
})

/** The inputs of `track add`, one per item. */
function inputsOf(args: string[], flags: OptionValues): AddInput[] {
  const fields = fieldsOf(flags)
  const [word = '', ...rest] = args
  if (isKind(word)) return titles(word, rest.join(' ')).map((title) => ({ ...fields, kind: word, title }))
  const text = args.join(' ').trim()
  if (!text) throw new UsageError('a title is missing', 'For example: track add Call the dentist tomorrow')
  const { title: _, ...beside } = fields
  return [{ ...beside, text }]
}

function titles(kind: Kind, text: string): string[] {
  const found = COMMA_SEPARATED_KINDS.includes(kind) ? splitList(text) : [text.trim()].filter(Boolean)
  if (found.length) return found
  throw new UsageError(`the title of the ${kind} is missing`, `If "${kind}" is the title: track add todo ${kind}`)
}
