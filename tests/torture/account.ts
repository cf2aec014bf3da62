import { isDeepStrictEqual } from 'node:util'
import type { Change, Changes, Page } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import type { Project } from '#domain/projects.ts'
import type { Send } from './calls.ts'
import type { Acknowledged } from './writer.ts'

/** What was found wrong with a user's data; all zero when nothing was. */
export interface Findings {
  /** Acknowledged writes that the journal does not hold as they were answered. */
  lost: number
  /** Writes in the journal that nobody was told of, though everyone has asked again. */
  doubled: number
  /** Revisions that the journal skips. */
  gaps: number
  /** Items that differ from what the journal replays to. */
  astray: number
}

/** A user's journal as it is read on and replayed, held against what was acknowledged. */
export class Account {
  readonly #state = new Map<string, Item>()
  #read = 0

  get revision(): number {
    return this.#read
  }

  async check(send: Send, acknowledged: readonly Acknowledged[]): Promise<Findings> {
    const since = this.#read
    const changes = await this.#follow(send)
    const gaps = (await revisionOf(send)) - since - changes.length
    const astray = changes.filter((change) => !this.#replay(change)).length + (await this.#differing(send))
    const told = new Map(changes.map((change) => [change.revision, change]))
    const claimed = new Set<number>()
    let lost = 0
    for (const { call, revision, items } of acknowledged) {
      const change = told.get(revision)
      if (change && items.every((item) => change.items!.some(({ after }) => isDeepStrictEqual(after, item))))
        claimed.add(revision)
      else if (
        !call.path.endsWith('/move') ||
        !items.every((item) => isDeepStrictEqual(this.#state.get(item.id), item) || revision <= since)
      )
        lost++ // a move that changed nothing writes nothing
    }
    return { lost, doubled: changes.length - claimed.size, gaps, astray }
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

  /** Whether each change finds what it says was there before. */
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
