import { isDeepStrictEqual } from 'node:util'
import type { Change, Changes, Page } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import type { Project } from '#domain/projects.ts'
import type { Send } from './sender.ts'
import type { Acknowledged } from './writer.ts'

/** Counts of problems with a user's data. */
export interface Findings {
  /** Acknowledged writes that are not in the journal with the items that were answered. */
  lost: number
  /** Writes in the journal that were not acknowledged to anyone, although every writer has retried. */
  doubled: number
  /** Revisions that the journal skips. */
  gaps: number
  /** Items that differ from the replayed journal. */
  mismatched: number
}

/** Reads and replays a user's journal incrementally, and compares it with acknowledged writes. */
export class JournalReplay {
  readonly #state = new Map<string, Item>()
  #read = 0

  get revision(): number {
    return this.#read
  }

  async check(send: Send, acknowledged: readonly Acknowledged[]): Promise<Findings> {
    const since = this.#read
    const changes = await this.#follow(send)
    const gaps = (await revisionOf(send)) - since - changes.length
    const mismatched = changes.filter((change) => !this.#replay(change)).length + (await this.#differing(send))
    const changesByRevision = new Map(changes.map((change) => [change.revision, change]))
    const claimed = new Set<number>()
    let lost = 0
    for (const { call, revision, items } of acknowledged) {
      const change = changesByRevision.get(revision)
      if (change && items.every((item) => change.items!.some(({ after }) => isDeepStrictEqual(after, item))))
        claimed.add(revision)
      else if (
        !call.path.endsWith('/move') ||
        !items.every((item) => isDeepStrictEqual(this.#state.get(item.id), item) || revision <= since)
      )
        lost++ // a move that changed nothing writes nothing
    }
    return { lost, doubled: changes.length - claimed.size, gaps, mismatched }
  }

  async #follow(send: Send): Promise<Change[]> {
    const changes: Change[] = []
    for (;;) {
      const page = (await get(send, `/api/changes?since=${this.#read}&limit=200`)) as Changes
      if (page.reset) throw new Error(`the journal can't be followed from ${this.#read}`)
      changes.push(...page.changes)
      this.#read = page.changes.at(-1)?.revision ?? this.#read
      if (!page.more) return changes
    }
  }

  /** Applies a change; returns whether its `before` matches the replayed state. */
  #replay({ items }: Change): boolean {
    return items!
      .map(({ id, before, after }) => {
        const found = isDeepStrictEqual(this.#state.get(id) ?? null, before)
        if (after) this.#state.set(id, after)
        else this.#state.delete(id)
        return found
      })
      .every(Boolean)
  }

  async #differing(send: Send): Promise<number> {
    const left = new Map(this.#state)
    const { projects } = (await get(send, '/api/projects')) as { projects: Project[] }
    const hidden = projects
      .filter((project) => project.status !== 'active')
      .map((project) => `&project=${project.slug}`) // whose tasks lists leave out
    let differing = 0
    for (const filter of ['', ...hidden]) {
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = (await get(
          send,
          `/api/items?status=all&limit=1000${filter}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        )) as Page
        for (const item of page.items) {
          if (!isDeepStrictEqual(left.get(item.id), item)) differing++
          left.delete(item.id)
        }
        cursor = page.next_cursor
      }
    }
    return differing + left.size
  }
}

async function get(send: Send, path: string): Promise<unknown> {
  const { status, body } = await send({ method: 'GET', path })
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
  return body
}

export async function revisionOf(send: Send): Promise<number> {
  return ((await get(send, '/api/me')) as { revision: number }).revision
}
