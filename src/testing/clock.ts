/** A clock that stands until it is set. */
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

export const DAY = 24 * 60 * 60 * 1000
