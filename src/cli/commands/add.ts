import type { AddInput, Added } from '#contract/types.ts'
import { splitList } from '#domain/typed-text.ts'
import { isKind, type Kind, KINDS } from '#domain/kinds.ts'
import type { FieldsInput } from '#domain/fields.ts'
import { type Cli, learnCurrency, withSpaces } from '../cli.ts'
import { command, type ParsedArgs } from '../command.ts'
import { FIELD_OPTIONS, fieldsOf } from '../fields.ts'
import { linesOf } from '../input.ts'
import { listStyle, QUIET_OPTION } from '../item-list.ts'
import { itemLine } from '../items.ts'
import { warnIfProjectInactive } from '../inactive-project.ts'
import { NothingToDoError, UsageError } from '../options.ts'
import { inOneWrite } from '../write.ts'

const COMMA_SEPARATED_KINDS: readonly Kind[] = ['grocery', 'shopping']

export const add = command<{ inputs: AddInput[]; quiet: boolean }>({
  args: [['<title...>', 'a kind (todo, chore, task, gift, shopping, grocery) and a title, or quick add text', KINDS]],
  options: [...FIELD_OPTIONS, QUIET_OPTION],
  readsInput: ({ args }) => args.at(-1) === '-' && (args.length === 1 || (args.length === 2 && isKind(args[0]!))),
  data: true,
  about: `With a kind first, the title is taken as it stands; groceries and shopping items are separated by commas.
Without a kind, the text is quick add: #tag p1 @project tomorrow "every 2 weeks" ~15m, and gift: or buy: in front.
Flags count before what the text says. "track add -" reads an item a line from standard input.
Several items are one write and one undo.`,
  examples: [
    'track add Call the dentist tomorrow "#health" p2',
    'track add todo Call the dentist --due tomorrow -p 2',
    'track add grocery milk, eggs, bread --tags lidl',
    'track add - < ideas.txt',
    'track add chore Water the plants --every "3 days"',
    'track add gift A warm scarf --for Mom --occasion birthday --budget 50',
  ],
  read: (parsed) => ({ inputs: inputsOf(parsed), quiet: listStyle(parsed.flags).quiet }),
  run: (cli, { inputs, quiet }) => addItems(cli, inputs, quiet),
})

/** Adds items in one write, and prints them. */
export async function addItems(cli: Cli, inputs: AddInput[], quiet: boolean): Promise<void> {
  const { output: added } = await inOneWrite<Added>(
    await cli.track(),
    inputs.map((input) => ({ op: 'items.add', input })),
  )
  if (cli.json) return cli.out.json(added.length > 1 ? { items: added } : added[0])
  if (!quiet) await learnCurrency(cli, added)
  for (const item of await withSpaces(cli, added)) {
    if (quiet) cli.out.line(item.id)
    else cli.out.line('added ', ...itemLine(item, cli.dates()))
    for (const { message } of item.notices ?? []) cli.notify(`note: ${message}`)
  }
  await warnIfProjectInactive(cli, added)
}

/** The inputs of `track add`, one per item. */
function inputsOf({ args, flags, input }: ParsedArgs): AddInput[] {
  const [word = '', ...rest] = args
  const fields = fieldsOf(flags)
  if (input !== undefined) {
    const lines = linesOf(input)
    if (!lines.length) throw new NothingToDoError('no line was on standard input; nothing was added')
    return lines.flatMap((line) => inputsOfLine(isKind(word) ? word : undefined, line, fields))
  }
  return isKind(word) ? inputsOfLine(word, rest.join(' '), fields) : inputsOfLine(undefined, args.join(' '), fields)
}

/** The items of one line: of a kind its titles, else quick add. */
function inputsOfLine(kind: Kind | undefined, line: string, fields: FieldsInput): AddInput[] {
  if (kind) return titles(kind, line).map((title) => ({ ...fields, kind, title }))
  const text = line.trim()
  if (!text) throw new UsageError('a title is missing', 'For example: track add Call the dentist tomorrow')
  const { title: _, ...beside } = fields
  return [{ ...beside, text }]
}

function titles(kind: Kind, text: string): string[] {
  const found = COMMA_SEPARATED_KINDS.includes(kind) ? splitList(text) : [text.trim()].filter(Boolean)
  if (found.length) return found
  throw new UsageError(`the title of the ${kind} is missing`, `If "${kind}" is the title: track add todo ${kind}`)
}
