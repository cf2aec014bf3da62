import type { Project } from './projects.ts'
import { foldName } from './text.ts'

/** The slug of a project by its slug or its title, however it is written; undefined where there is none. */
export type FindProject = (name: string) => string | undefined

/** Finds projects by their names; a slug goes before a title, and of several equal titles the first counts. */
export function projectFinder(projects: Iterable<Pick<Project, 'slug' | 'title'>>): FindProject {
  const slugs = new Map<string, string>()
  const titles = new Map<string, string>()
  for (const { slug, title } of projects) {
    slugs.set(slug, slug)
    const name = foldName(title)
    if (!titles.has(name)) titles.set(name, slug)
  }
  return (name) => {
    const folded = foldName(name)
    return slugs.get(folded) ?? titles.get(folded)
  }
}
