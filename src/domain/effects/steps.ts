/**
 * A computation that a driver carries out: it yields each question that it has to wait for and is handed the answer.
 * Where nothing has to be waited for, as in the page, it yields nothing and runs to its end at once.
 */
export type Step<T> = Generator<unknown, T, unknown>

/** A step, or what makes one each time it is iterated. */
export interface Steps<T> {
  [Symbol.iterator](): Step<T>
}

type Results<All extends readonly Steps<unknown>[]> = {
  -readonly [N in keyof All]: All[N] extends Steps<infer T> ? T : never
}

/** Several questions that do not depend on each other, in the order of their answers. */
export class Questions {
  readonly all: readonly unknown[]

  constructor(all: readonly unknown[]) {
    this.all = all
  }
}

/** Carries out steps that do not depend on each other, so that a driver may ask for all of them in one go. */
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

/** Runs a step that waits for nothing. */
export function runNow<T>(step: Step<T>): T {
  const { done, value } = step.next()
  if (!done) throw new Error('this step has to wait for something')
  return value
}
