import type { Signal } from '@preact/signals'
import type { Track } from '#contract/track.ts'
import type { Change, Me } from '#contract/types.ts'
import type { Storage } from './storage.ts'
import { emptyState, decrementDoneCount, type State } from './state.ts'

type ItemDifference = NonNullable<Change['items']>[number]

/** The state up to the last revision that the server has sent, stored in this browser. */
export class ConfirmedState {
  entities: State = emptyState()
  revision = -1
  readonly #storage: Storage
  readonly #me: Signal<Me>
  readonly #isShared: boolean

  /** `me`: who one is, which the state of one's own space keeps up to date. */
  constructor(storage: Storage, me: Signal<Me>, isShared: boolean) {
    this.#storage = storage
    this.#me = me
    this.#isShared = isShared
  }

  /** Restores what this browser stored, if anything. */
  async restore(): Promise<void> {
    const facts = await this.#storage.facts()
    if (!facts) return
    this.entities = await this.#storage.state()
    this.revision = facts.revision
    if (!this.#isShared) this.#me.value = facts.me
  }

  /** Loads everything from the server. */
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
    const me = this.#isShared ? this.#me.peek() : await track.me.get()
    this.entities = state
    this.revision = revision
    this.#me.value = me
    await this.#storage.replace(state, revision, me)
  }

  /** Loads what was written since. Returns false where the journal does not tell it: call `load` then. */
  async catchUp(track: Track): Promise<boolean> {
    for (;;) {
      const page = await track.changes.list({ since: this.revision })
      if (page.reset || !page.changes.every((change) => this.apply(change))) return false
      if (!page.more) return true
    }
  }

  /** Applies one write. Returns false where it is not the next one, or lacks its differences: call `load` then. */
  apply(change: Change): boolean {
    if (change.revision <= this.revision) return true
    if (change.items === null || change.revision > this.revision + 1) return false
    for (const difference of change.items) this.#applyItem(difference)
    applyAll(this.entities.projects, change.projects)
    applyAll(this.entities.features, change.features)
    this.revision = change.revision
    const ids = (differences: readonly { id: string }[]) => differences.map(({ id }) => id)
    void this.#storage.patch(
      this.entities,
      { items: ids(change.items), projects: ids(change.projects), features: ids(change.features) },
      this.revision,
      this.#me.peek(),
    )
    return true
  }

  #applyItem({ id, before, after, position }: ItemDifference): void {
    const { items, doneBefore } = this.entities
    const known = items.get(id)
    if (before?.status === 'done' && !known) this.entities.doneBefore = decrementDoneCount(doneBefore, before)
    if (!after) items.delete(id)
    else if ((known?.revision ?? -1) <= after.revision)
      items.set(id, { ...after, position: position ?? known?.position ?? '' })
  }
}

function applyAll<T>(entities: Map<string, T>, differences: readonly { id: string; after: T | null }[]): void {
  for (const { id, after } of differences)
    if (after) entities.set(id, after)
    else entities.delete(id)
}
