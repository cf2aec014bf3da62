import { idBeginning } from '#domain/ids.ts'
import { type Cli, itemAddresses, learnMe, withSpaces } from '../cli.ts'
import { command, ITEMS, PROJECTS } from '../command.ts'
import { findFeature, isFeatureId } from '../features.ts'

export const open = command<string | undefined>({
  args: [['[id|slug]', 'an item or a project to open there', [ITEMS, PROJECTS]]],
  ofSpace: true,
  about: 'Where there is no browser, the address is printed.',
  examples: ['track open', 'track open t-1f3a', 'track open home/g-1f3a', 'track open kitchen-reno'],
  read: ({ args: [what] }) => what,
  async run(cli, what) {
    const { environment, out, notify } = cli
    const { url } = await cli.settings()
    const root = `${url.value}/` // where there is a path it ends so
    const page =
      what === undefined ? (new URL(root).pathname === '/' ? url.value : root) : await addressOf(cli, what, root)
    if (await environment.browse(page)) notify(`opened ${page}`)
    else out.line(page)
  },
})

/** Where in the page an item is, by a clear beginning of its id, or a project. Throws `not_found`. */
async function addressOf(cli: Cli, what: string, root: string): Promise<string> {
  const track = await cli.track()
  const id = idBeginning(what)
  if (id && !isFeatureId(id)) {
    if (cli.space !== undefined) await learnMe(cli)
    const [item] = await withSpaces(cli, [await track.items.get({ id })])
    return itemAddresses(cli)!(item!.id)
  }
  const { slug } = id ? (await findFeature(track, id)).project : await track.projects.get({ slug: what })
  return new URL(`${await viewsOf(cli)}projects/${slug}`, root).href
}

/** What the addresses of the views of a shared space begin with. */
async function viewsOf(cli: Cli): Promise<string> {
  const { space } = cli
  const isShared = space !== undefined && space !== (await learnMe(cli)).name
  return isShared ? `spaces/${space}/` : ''
}
