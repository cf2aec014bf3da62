import { idsIn, type Waiting } from './state.ts'

const WAIT_MS = 15_000
const LOOK_MS = 30

/** The revisions that changes of this page became, so that exactly these can be taken back. */
export class Outcomes {
  readonly #revisions = new Map<number, number>()
  /** Removals are answered by nothing: the journal tells theirs. */
  readonly #removals = new Map<number, string[]>()
  readonly #removed = new Map<string, number>()

  /** A change was answered, with its revision unless it removed something. */
  answered(change: Waiting, revision: number | null): void {
    if (revision !== null) this.#revisions.set(change.seq, revision)
    else this.#removals.set(change.seq, [...idsIn(change), String(change.input.slug)])
  }

  /** The journal told of something that is gone. */
  removed(id: string, revision: number): void {
    this.#removed.set(id, revision)
  }

  /** Waits for what is on its way; null when it stays untold. */
  async revisionOf(seq: number): Promise<number | null> {
    for (const until = Date.now() + WAIT_MS; Date.now() < until;) {
      const gone = this.#removals.get(seq)?.find((id) => this.#removed.has(id))
      const revision = this.#revisions.get(seq) ?? (gone && this.#removed.get(gone))
      if (revision) return revision
      await new Promise((done) => setTimeout(done, LOOK_MS))
    }
    return null
  }
}
