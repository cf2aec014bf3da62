interface Answer {
  revision: Promise<number | null>
  settle(revision: number | null): void
}

/** Which revisions the changes made in this page became, so that undo takes back exactly these. */
export class ChangeRevisions {
  readonly #answers = new Map<number, Answer>()

  /** Call it before the change `seq` is sent. */
  expect(seq: number): void {
    let settle: Answer['settle'] = () => {}
    const revision = new Promise<number | null>((resolve) => (settle = resolve))
    this.#answers.set(seq, { revision, settle })
  }

  /** `revision` as the server answered it: null where nothing changed, or the change was refused. */
  answered(seq: number, revision: number | null): void {
    this.#answers.get(seq)?.settle(revision)
  }

  /** Waits for the answer if it is still to come; null where there is nothing to take back. */
  async of(seq: number): Promise<number | null> {
    return (await this.#answers.get(seq)?.revision) ?? null
  }
}
