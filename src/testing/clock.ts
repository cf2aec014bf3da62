/** A clock that only moves when it is set or advanced. */
export class Clock {
  #instant: Date

  constructor(instant: string) {
    this.#instant = new Date(instant)
  }

  readonly now = (): Date => new Date(this.#instant)

  set(instant: string): void {
    this.#instant = new Date(instant)
  }

  advance(milliseconds: number): void {
    this.#instant = new Date(this.#instant.getTime() + milliseconds)
  }
}

export const DAY_MS = 24 * 60 * 60 * 1000
