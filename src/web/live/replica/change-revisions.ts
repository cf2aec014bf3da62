interface PendingRevision {
  revision: Promise<number | null>
  resolve(revision: number | null): void
}

/** The revisions of the changes that were made in this page, by which undo refers to them. */
export class ChangeRevisions {
  readonly #revisions = new Map<number, PendingRevision>()

  /** Call it before the change `seq` is sent. */
  expect(seq: number): void {
    let resolve: PendingRevision['resolve'] = () => {}
    const revision = new Promise<number | null>((settle) => (resolve = settle))
    this.#revisions.set(seq, { revision, resolve })
  }

  /** `revision` as the server answered it: null where nothing changed, or the change was refused. */
  resolve(seq: number, revision: number | null): void {
    this.#revisions.get(seq)?.resolve(revision)
  }

  /** Waits for the revision; null where there is nothing to undo. */
  async of(seq: number): Promise<number | null> {
    return (await this.#revisions.get(seq)?.revision) ?? null
  }
}
