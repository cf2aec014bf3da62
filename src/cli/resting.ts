import type { Item } from '#domain/fields.ts'
import type { Cli } from './cli.ts'

/** Says so when tasks went into a project that rests: they show in no view. */
export async function warnOfResting(cli: Cli, items: readonly Item[]): Promise<void> {
  if (cli.json) return
  const track = await cli.track()
  for (const slug of new Set(items.flatMap(({ project }) => project ?? []))) {
    const { status } = await track.projects.get({ slug })
    if (status !== 'active')
      cli.out.say(
        `warning: ${slug} is ${status}, so its tasks show in no view. To take it up again: track project edit ${slug} --status active`,
      )
  }
}
