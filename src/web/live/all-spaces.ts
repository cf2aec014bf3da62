import type { PlacedItem } from '#domain/items.ts'
import type { Project } from '#domain/projects.ts'
import type { AccountContext } from './account-context.tsx'
import type { State } from './replica/state.ts'

type States = readonly State[]

/** The states of all of the user's spaces. Call it while rendering: what changes in one of them renders anew. */
export const allStates = ({ spaces }: AccountContext): States => spaces.value.map(({ replica }) => replica.state.value)

export function* allItems(states: States): Generator<PlacedItem> {
  for (const { items } of states) yield* items.values()
}

export const allProjects = (states: States): Project[] => states.flatMap(({ projects }) => [...projects.values()])

/** The items of projects that go on, and of none. */
export function activeItems({ items, projects }: State): PlacedItem[] {
  return [...items.values()].filter(({ project }) => project === null || projects.get(project)?.status === 'active')
}
