import type { UpdateInput } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { TrackError } from '#domain/errors.ts'
import { type Cli, learnCurrency, withSpaces } from '../cli.ts'
import { command, TAGS } from '../command.ts'
import { bareTag, FIELD_OPTIONS, fieldsOf } from '../fields.ts'
import { parseForm, toForm } from '../form.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { itemLine } from '../items.ts'
import { warnIfProjectInactive } from '../inactive-project.ts'
import { listOption, type OptionValues, textOption, UsageError } from '../options.ts'
import { eachInOneWrite } from '../write.ts'

interface EditOptions {
  ids: string[]
  fields: Omit<UpdateInput, 'id'>
}

export const edit = command<EditOptions>({
  args: [IDS_ARGUMENT],
  readsInput: idsFromInput,
  options: [
    { flags: '--title <title>', description: 'a new title' },
    ...FIELD_OPTIONS,
    { flags: '--add-tag <tags>', description: 'tags that it has, too', repeatable: true, choices: [TAGS] },
    { flags: '--remove-tag <tags>', description: 'tags that it no longer has', repeatable: true, choices: [TAGS] },
    { flags: '--series', description: 'with --due: moves the whole series, not only this occurrence' },
  ],
  data: true,
  about: `Without flags the item opens in $VISUAL or $EDITOR. "none" clears a field.
A new due date of what recurs postpones it once; with --series all that come move along.
Several ids are one write and one undo.`,
  examples: [
    'track edit t-1f3a --due "next fri" -p 1',
    'track edit t-1f3a t-9c02 --due none',
    'track edit t-1f3a --add-tag garden --remove-tag house',
    'track edit t-1f3a',
  ],
  read({ args, flags, input }) {
    const ids = idsOf(args, input)
    const title = textOption(flags, 'title')
    const fields = { ...fieldsOf(flags), ...tagChanges(flags), ...(title !== undefined && { title }) }
    if (flags.series && fields.due === undefined) throw new UsageError('--series stands only beside --due')
    if (ids.length > 1 && !Object.keys(fields).length)
      throw new UsageError(
        'several items are edited by flags; an editor opens for one',
        'For example: track edit t-1f3a t-9c02 --due fri',
      )
    return { ids, fields: { ...fields, ...(flags.series && { series: true }) } }
  },
  async run(cli, { ids, fields }) {
    if (!Object.keys(fields).length) return inEditor(cli, ids[0]!)
    const { results, changed } = await eachInOneWrite<Item>(
      cli,
      'items.update',
      ids.map((id) => ({ ...fields, id })),
    )
    if (cli.json) cli.out.json(results.length === 1 ? results[0] : { results })
    else for (const [i, item] of results.entries()) await print(cli, item, changed[i]!)
    if (fields.project) await warnIfProjectInactive(cli, results)
  },
})

/** Throws UsageError for tags that are empty, or beside --tags. */
function tagChanges(flags: OptionValues): Pick<UpdateInput, 'add_tags' | 'remove_tags'> {
  const [added, removed] = [listOption(flags, 'addTag'), listOption(flags, 'removeTag')]
  if ((added ?? removed) && flags.tags !== undefined)
    throw new UsageError('--tags sets all tags, so --add-tag and --remove-tag cannot stand beside it')
  return { ...(added && { add_tags: added.map(bareTag) }), ...(removed && { remove_tags: removed.map(bareTag) }) }
}

/** Edits an item in the user's editor. If the update fails, the text is kept in a file that the hint names. */
async function inEditor(cli: Cli, id: string): Promise<void> {
  const track = await cli.track()
  const item = await track.items.get({ id })
  const { text, file, discard } = await cli.environment.edit(toForm(item))
  try {
    const fields = parseForm(item, text)
    const changed = Object.keys(fields).length > 0
    const now = changed ? await track.items.update({ ...fields, id: item.id }, { ifMatch: item.revision }) : item
    if (cli.json) cli.out.json(now)
    else await print(cli, now, changed)
  } catch (error) {
    if (!(error instanceof TrackError)) throw error
    throw new TrackError(error.code, error.message, { ...error.details, hint: `Your text is kept in ${file}` })
  }
  discard()
}

async function print(cli: Cli, item: Item, changed: boolean): Promise<void> {
  await learnCurrency(cli, item)
  const [named] = await withSpaces(cli, [item])
  cli.out.line(changed ? 'changed ' : 'nothing to change: ', ...itemLine(named!, cli.dates()))
}
