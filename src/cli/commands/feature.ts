import type { FeatureInput, FeaturePatch } from '#contract/types.ts'
import { STATUSES } from '#domain/statuses.ts'
import type { Feature } from '#domain/projects.ts'
import { command, type CommandGroup, FEATURES, PROJECTS } from '../command.ts'
import { emptyToNull } from '../fields.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { idAndTitle } from '../items.ts'
import { timeLeft, doneOfTotal } from '../print-project.ts'
import { choiceOption, UsageError, textOption } from '../options.ts'
import { inOneWrite } from '../write.ts'

const ID: [string, string, string[]] = ['<id>', "the feature's id, or a clear beginning of it", [FEATURES]]
const IDS: [string, string, string[]] = [IDS_ARGUMENT[0], IDS_ARGUMENT[1], [FEATURES]]
const PROJECT: [string, string, string[]] = ['<slug>', 'an engineering project', [PROJECTS]]

const add = command<FeatureInput>({
  args: [PROJECT, ['<title...>', 'several words need no quotes']],
  options: [{ flags: '--notes <text>', description: 'Markdown' }],
  data: true,
  examples: ['track feature add track Calendar feed'],
  read: ({ args: [slug = '', ...title], flags }) => ({
    slug,
    title: title.join(' '),
    notes: textOption(flags, 'notes'),
  }),
  async run(cli, input) {
    const feature = await (await cli.track()).features.add(input)
    return cli.json ? cli.out.json(feature) : cli.out.line(`added ${idAndTitle(feature)}`)
  },
})

const list = command<string>({
  args: [PROJECT],
  data: true,
  examples: ['track feature list track'],
  read: ({ args: [slug = ''] }) => slug,
  async run(cli, slug) {
    const found = await (await cli.track()).features.list({ slug })
    if (cli.json) return cli.out.json(found)
    if (!found.features.length) return cli.notify(`No feature yet. To add one: track feature add ${slug} TITLE`)
    await cli.out.table(
      [{}, { share: 1, minWidth: 16 }, { dropOrder: 2 }, { right: true, dropOrder: 3 }, { dropOrder: 1 }],
      found.features.map(({ id, title, status, progress }) => [
        id,
        title,
        status,
        doneOfTotal(progress),
        timeLeft(progress),
      ]),
    )
  },
})

const edit = command<FeaturePatch>({
  args: [ID],
  options: [
    { flags: '--title <title>', description: 'a new title' },
    { flags: '--status <status>', description: STATUSES.join(', '), choices: STATUSES },
    { flags: '--notes <text>', description: 'Markdown; none clears' },
  ],
  data: true,
  examples: ['track feature edit f-1f3a --title "Live calendar feed"'],
  read({ args: [id = ''], flags }) {
    const notes = textOption(flags, 'notes')
    const status = choiceOption(flags, 'status', STATUSES) as Feature['status'] | undefined
    const patch = {
      title: textOption(flags, 'title'),
      status,
      notes: notes === undefined ? undefined : emptyToNull(notes),
    }
    if (Object.values(patch).every((value) => value === undefined))
      throw new UsageError('say what to change: --title, --status or --notes')
    return { id, ...patch }
  },
  async run(cli, patch) {
    const feature = await (await cli.track()).features.update(patch)
    return cli.json ? cli.out.json(feature) : cli.out.line(`changed ${idAndTitle(feature)} · ${feature.status}`)
  },
})

const done = command<string[]>({
  args: [IDS],
  readsInput: idsFromInput,
  data: true,
  about: 'Its tasks stay as they are.',
  examples: ['track feature done f-1f3a'],
  read: ({ args, input }) => idsOf(args, input),
  async run(cli, ids) {
    const { output: results } = await inOneWrite<Feature>(
      await cli.track(),
      ids.map((id) => ({ op: 'features.update', input: { id, status: 'done' } })),
    )
    if (cli.json) return cli.out.json(results.length === 1 ? results[0] : { results })
    for (const feature of results) cli.out.line(`done ${idAndTitle(feature)}`)
  },
})

const rm = command<string[]>({
  args: [IDS],
  readsInput: idsFromInput,
  about: 'Its tasks stay in the project; undo brings it back.',
  examples: ['track feature rm f-1f3a'],
  read: ({ args, input }) => idsOf(args, input),
  async run(cli, ids) {
    await inOneWrite(
      await cli.track(),
      ids.map((id) => ({ op: 'features.remove', input: { id } })),
    )
    for (const id of ids) cli.out.line(`removed ${id}`)
    cli.notify('undo with: track undo')
  },
})

export const feature: CommandGroup = {
  commands: {
    add: { description: 'add a feature', command: add },
    list: { description: "a project's features with their progress", command: list },
    edit: { description: 'change title, status or notes', command: edit },
    done: { description: 'mark features as done', command: done },
    rm: { description: 'remove features', command: rm },
  },
}
