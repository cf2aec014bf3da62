import type { Track } from '#contract/track.ts'
import type { Change, Me } from '#contract/types.ts'
import type { Storage } from './storage.ts'
import { emptyState, recalled, type State } from './state.ts'

/** What the server has told so far, kept in this browser. */
export class Base {
  state: State = emptyState()
  revision = -1
  me: Me
  readonly #storage: Storage

  constructor(storage: Storage, me: Me) {
    this.#storage = storage
    this.me = me
  }

  /** What was known when the page was last open. */
  async restore(): Promise<void> {
    const facts = await this.#storage.facts()
    if (!facts) return
    this.state = await this.#storage.state()
    this.revision = facts.revision
    this.me = facts.me
  }

  /** Asks for everything anew. */
  async load(track: Track): Promise<void> {
    const state = emptyState()
    let revision: number | undefined
    for (let cursor: string | undefined; ;) {
      const page = await track.changes.snapshot(cursor === undefined ? {} : { cursor })
      revision ??= page.revision
      for (const item of page.items) state.items.set(item.id, item)
      for (const project of page.projects) state.projects.set(project.slug, project)
      for (const feature of page.features) state.features.set(feature.id, feature)
      state.doneBefore = [...state.doneBefore, ...page.done_before]
      if (page.next_cursor === null) break
      cursor = page.next_cursor
    }
    const me = await track.me.get()
    this.state = state
    this.revision = revision
    this.me = me
    await this.#storage.replace(state, revision, me)
  }

  /** Follows one write; false when it can't be followed, or is not the next, and everything must be loaded anew. */
  follow(change: Change): boolean {
    if (change.revision <= this.revision) return true
    if (change.items === null || change.revision > this.revision + 1) return false
    const { items, projects, features } = this.state
    for (const { id, before, after, position } of change.items) {
      if (before?.status === 'done' && !items.has(id)) this.state.doneBefore = recalled(this.state.doneBefore, before)
      if (!after) items.delete(id)
      else if ((items.get(id)?.revision ?? -1) <= after.revision)
        items.set(id, { ...after, position: position ?? items.get(id)?.position ?? '' })
    }
    for (const { id, after } of change.projects)
      if (after) projects.set(id, after)
      else projects.delete(id)
    for (const { id, after } of change.features)
      if (after) features.set(id, after)
      else features.delete(id)
    this.revision = change.revision
    const ids = (differences: readonly { id: string }[]) => differences.map(({ id }) => id)
    void this.#storage.patch(
      this.state,
      { items: ids(change.items), projects: ids(change.projects), features: ids(change.features) },
      this.revision,
      this.me,
    )
    return true
  }
}
