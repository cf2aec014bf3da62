import type { AddInput } from '#contract/types.ts'
import type { Day } from '#domain/dates.ts'
import { type FieldsInput, hasField, type Item, SETTABLE_FIELDS } from '#domain/fields.ts'
import { emptyBoxes } from '#domain/notes.ts'
import { command } from '../command.ts'
import { FIELD_OPTIONS, fieldsOf } from '../fields.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { listStyle, QUIET_OPTION } from '../item-list.ts'
import { textOption } from '../options.ts'
import { requireItemIds } from '../write.ts'
import { addItems } from './add.ts'

interface CopyOptions {
  ids: string[]
  fields: FieldsInput
  quiet: boolean
}

export const copy = command<CopyOptions>({
  args: [IDS_ARGUMENT],
  readsInput: idsFromInput,
  options: [{ flags: '--title <title>', description: 'another title' }, ...FIELD_OPTIONS, QUIET_OPTION],
  data: true,
  about: `Adds another item with the same fields, open, and with the boxes in its notes empty.
A due date that has passed is left out. Flags give other values; "none" clears a field.
Several ids are one write and one undo.`,
  examples: ['track copy t-1f3a', 'track copy t-1f3a --due "next fri"', 'track copy s-1f3a --for Dad --budget 30'],
  read({ args, flags, input }) {
    const title = textOption(flags, 'title')
    const fields = { ...fieldsOf(flags), ...(title !== undefined && { title }) }
    return { ids: idsOf(args, input), fields, quiet: listStyle(flags).quiet }
  },
  async run(cli, { ids, fields, quiet }) {
    requireItemIds(ids)
    const track = await cli.track()
    const items = await Promise.all(ids.map((id) => track.items.get({ id })))
    const { today } = cli.dates()
    await addItems(
      cli,
      items.map((item) => ({ ...copyOf(item, today), ...fields }) as AddInput),
      quiet,
    )
  },
})

/** What a new item takes over from another one. */
function copyOf(item: Item, today: Day): FieldsInput & Pick<Item, 'kind'> {
  const names = SETTABLE_FIELDS.filter((name) => hasField(item.kind, name) && item[name] !== null)
  const fields: FieldsInput = Object.fromEntries(names.map((name) => [name, item[name]]))
  delete fields.last_done
  if (item.due && item.due < today) {
    delete fields.due
    delete fields.at
  }
  return { ...fields, kind: item.kind, notes: emptyBoxes(item.notes) }
}
