import type { ProjectInput, ProjectPatch } from '#contract/types.ts'
import { PROJECT_STATUSES, PROJECT_TYPES, type ProjectStatus, type ProjectType } from '#domain/projects.ts'
import { command, type CommandGroup, type Option, PROJECTS } from '../command.ts'
import { emptyToNull } from '../fields.ts'
import { printProject } from '../print-project.ts'
import { confirm } from '../prompt.ts'
import { choiceOption, type OptionValues, UsageError, textOption } from '../options.ts'

const SLUG: [string, string, string[]] = ['<slug>', "the project's slug", [PROJECTS]]
const TYPE: Option = {
  flags: '--type <type>',
  description: 'general, or engineering (has features)',
  choices: PROJECT_TYPES,
}
const NOTES: Option = { flags: '--notes <text>', description: 'Markdown' }

const typeOf = (flags: OptionValues) => choiceOption(flags, 'type', PROJECT_TYPES) as ProjectType | undefined

const add = command<ProjectInput>({
  args: [['<title...>', 'several words need no quotes']],
  options: [{ flags: '--slug <slug>', description: 'made from the title without it; fixed for life' }, TYPE, NOTES],
  data: true,
  examples: ['track project add Kitchen reno', 'track project add Track --type engineering --slug track'],
  read: ({ args, flags }) => ({
    title: args.join(' '),
    slug: textOption(flags, 'slug'),
    type: typeOf(flags),
    notes: textOption(flags, 'notes'),
  }),
  async run(cli, input) {
    const project = await (await cli.track()).projects.add(input)
    if (cli.json) return cli.out.json(project)
    cli.out.line(`added ${project.slug}  ${project.title}`)
  },
})

const show = command<string>({
  args: [SLUG],
  data: true,
  examples: ['track project show kitchen-reno'],
  read: ({ args: [slug = ''] }) => slug,
  async run(cli, slug) {
    const view = await (await cli.track()).projects.get({ slug })
    return cli.json ? cli.out.json(view) : printProject(cli, view)
  },
})

const edit = command<ProjectPatch>({
  args: [SLUG],
  options: [
    { flags: '--title <title>', description: 'a new title' },
    TYPE,
    { flags: '--status <status>', description: PROJECT_STATUSES.join(', '), choices: PROJECT_STATUSES },
    NOTES,
  ],
  data: true,
  examples: ['track project edit kitchen-reno --title "Kitchen renovation" --status done'],
  read({ args: [slug = ''], flags }) {
    const notes = textOption(flags, 'notes')
    const status = choiceOption(flags, 'status', PROJECT_STATUSES) as ProjectStatus | undefined
    const patch = {
      title: textOption(flags, 'title'),
      type: typeOf(flags),
      status,
      notes: notes === undefined ? undefined : emptyToNull(notes),
    }
    if (Object.values(patch).every((value) => value === undefined))
      throw new UsageError('say what to change: --title, --type, --status or --notes')
    return { slug, ...patch }
  },
  async run(cli, patch) {
    const project = await (await cli.track()).projects.update(patch)
    if (cli.json) return cli.out.json(project)
    cli.out.line(
      `changed ${project.slug}  ${project.title}${project.status === 'active' ? '' : ` · ${project.status}`}`,
    )
  },
})

const archive = command<string>({
  args: [SLUG],
  data: true,
  about: 'Its tasks leave the views and the calendar. To take it back: track project edit SLUG --status active',
  examples: ['track project archive kitchen-reno'],
  read: ({ args: [slug = ''] }) => slug,
  async run(cli, slug) {
    const project = await (await cli.track()).projects.update({ slug, status: 'archived' })
    if (cli.json) return cli.out.json(project)
    cli.out.line(`archived ${project.slug}  ${project.title}`)
  },
})

const rm = command<{ slug: string; force: boolean }>({
  args: [SLUG],
  options: [
    { flags: '-f, --force', description: 'also with open tasks, without asking' },
    { flags: '-y, --yes', description: 'the same' },
  ],
  about: 'Takes all its tasks with it; undo brings them back. Asks when some are open.',
  examples: ['track project rm kitchen-reno', 'track project rm kitchen-reno --force'],
  read: ({ args: [slug = ''], flags }) => ({ slug, force: flags.force === true || flags.yes === true }),
  async run(cli, { slug, force }) {
    const track = await cli.track()
    const { open, title } = await track.projects.get({ slug })
    const sure =
      force ||
      (open > 0 &&
        (await confirm(cli.environment, `${slug} has ${open} open ${open === 1 ? 'task' : 'tasks'}. Remove all?`)))
    if (open > 0 && !sure) {
      cli.notify('nothing was removed; --force removes it without asking')
      return 1
    }
    await track.projects.remove({ slug, ...(sure && { force: true }) })
    cli.out.line(`removed ${slug}  ${title}`)
    cli.notify('undo with: track undo')
  },
})

export const project: CommandGroup = {
  commands: {
    add: { description: 'add a project', command: add },
    show: { description: 'a project with its features, tasks and progress', command: show },
    edit: { description: 'change title, type, status or notes', command: edit },
    archive: { description: 'put a project away', command: archive },
    rm: { description: 'remove a project with its tasks', command: rm },
  },
}
