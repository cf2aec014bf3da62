/** A job of so few bytes waits for nothing. */
const MAX_SMALL_BYTES = 64 * 1024

/** Lets jobs run at once while what they hold together fits into a bound; others wait, first come, first served. */
export class ByteBudget {
  readonly #max: number
  #used = 0
  readonly #waiting: { bytes: number; begin(): void }[] = []

  constructor(max: number) {
    this.#max = max
  }

  /** The result of a job that holds so many bytes until it ends. One that needs more than there is runs alone. */
  async use<T>(bytes: number, job: () => Promise<T>): Promise<T> {
    if (bytes <= MAX_SMALL_BYTES) return job()
    if (this.#waiting.length || !this.#hasRoomFor(bytes))
      await new Promise<void>((begin) => this.#waiting.push({ bytes, begin }))
    else this.#used += bytes
    try {
      return await job()
    } finally {
      this.#used -= bytes
      this.#beginNext()
    }
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#max
  }

  #beginNext(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoomFor(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#used += next.bytes
      next.begin()
    }
  }
}
