/**
 * A computation that a driver runs: it yields each query that it has to wait for and is resumed with the result. Where
 * nothing has to be waited for, as in the page, it yields nothing and runs to its end synchronously.
 */
export type Step<T> = Generator<unknown, T, unknown>

/** A step, or an object that makes a new one each time it is iterated. */
export interface Steps<T> {
  [Symbol.iterator](): Step<T>
}

/** Asked where nothing is to be waited for, so that the driver may give other requests a turn. */
export const PAUSE = (): void => {}

type Results<All extends readonly Steps<unknown>[]> = {
  -readonly [N in keyof All]: All[N] extends Steps<infer T> ? T : never
}

/** Several queries that do not depend on each other; the driver resumes with their results in the same order. */
export class Questions {
  readonly all: readonly unknown[]

  constructor(all: readonly unknown[]) {
    this.all = all
  }
}

/** Runs steps that do not depend on each other side by side, so that the driver may send their queries in one go. */
export function* together<const All extends readonly Steps<unknown>[]>(...all: All): Step<Results<All>> {
  const steps: Step<unknown>[] = []
  const results: IteratorResult<unknown>[] = []
  for (const one of all) {
    const step = one[Symbol.iterator]()
    steps.push(step)
    results.push(step.next())
  }
  for (;;) {
    const questions: unknown[] = []
    for (const { done, value } of results) if (!done) questions.push(value)
    if (!questions.length) return results.map(({ value }) => value) as Results<All>
    let answers: unknown[] | undefined
    let failure: unknown
    try {
      answers = (yield new Questions(questions)) as unknown[]
    } catch (error) {
      failure = error
    }
    let nth = 0
    for (let i = 0; i < steps.length; i++) {
      if (results[i]!.done) continue
      results[i] = answers ? steps[i]!.next(answers[nth++]) : steps[i]!.throw(failure)
    }
  }
}

/** Runs a step that waits for nothing, to its end. Throws where it does wait. */
export function runNow<T>(step: Step<T>): T {
  const { done, value } = step.next()
  if (!done) throw new Error('this step has to wait for something')
  return value
}

/** Runs a step to its end; returns one that ends as it did. */
export function* settled<T>(step: Step<T>): Step<Step<T>> {
  try {
    return endingWith(yield* step)
  } catch (error) {
    return failingWith(error)
  }
}

function* endingWith<T>(result: T): Step<T> {
  return result
}

function* failingWith(error: unknown): Step<never> {
  throw error
}
