import type { UpdateInput } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { TrackError } from '#domain/errors.ts'
import type { Cli } from '../cli.ts'
import { command } from '../command.ts'
import { FIELD_OPTIONS, fieldsOf } from '../fields.ts'
import { parseForm, toForm } from '../form.ts'
import { itemLine } from '../items.ts'
import { warnIfProjectInactive } from '../inactive-project.ts'
import { textOption, UsageError } from '../options.ts'
import { eachInOneWrite } from '../write.ts'

export const edit = command<UpdateInput>({
  args: [['<id>', 'an id or a clear beginning of it']],
  options: [
    { flags: '--title <title>', description: 'a new title' },
    ...FIELD_OPTIONS,
    { flags: '--series', description: 'with --due: moves the whole series, not only this occurrence' },
  ],
  data: true,
  about: `Without flags the item opens in $VISUAL or $EDITOR. "none" clears a field.
A new due date of what recurs postpones it once; with --series all that come move along.`,
  examples: ['track edit t-1f3a --due "next fri" -p 1', 'track edit t-1f3a --due none', 'track edit t-1f3a'],
  read({ args: [id = ''], flags }) {
    const title = textOption(flags, 'title')
    const fields = { ...fieldsOf(flags), ...(title !== undefined && { title }) }
    if (flags.series && fields.due === undefined) throw new UsageError('--series stands only beside --due')
    return { id, ...fields, ...(flags.series && { series: true }) }
  },
  async run(cli, { id, ...fields }) {
    if (!Object.keys(fields).length) return inEditor(cli, id)
    const {
      results: [item],
      changed,
    } = await eachInOneWrite<Item>(cli, 'items.update', [{ ...fields, id }])
    print(cli, item!, changed[0]!)
    if (fields.project) await warnIfProjectInactive(cli, [item!])
  },
})

/** Edits an item in the user's editor. If the update fails, the text is kept in a file that the hint names. */
async function inEditor(cli: Cli, id: string): Promise<void> {
  const track = await cli.track()
  const item = await track.items.get({ id })
  const { text, file, discard } = await cli.environment.edit(toForm(item))
  try {
    const fields = parseForm(item, text)
    const changed = Object.keys(fields).length > 0
    print(
      cli,
      changed ? await track.items.update({ ...fields, id: item.id }, { ifMatch: item.revision }) : item,
      changed,
    )
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    throw new TrackError(error.code, error.message, { ...error.details, hint: `Your text is kept in ${file}` })
  }
  discard()
}

function print(cli: Cli, item: Item, changed: boolean): void {
  if (cli.json) return cli.out.json(item)
  cli.out.line(changed ? 'changed ' : 'nothing to change: ', ...itemLine(item, cli.today()))
}
