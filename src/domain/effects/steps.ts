/**
 * A computation that a driver carries out: it yields each question that it has to wait for and is handed the answer.
 * Where nothing has to be waited for, as in the page, it yields nothing and runs to its end at once.
 */
export type Step<T> = Generator<unknown, T, unknown>

type Results<Steps extends readonly Step<unknown>[]> = {
  -readonly [N in keyof Steps]: Steps[N] extends Step<infer T> ? T : never
}

/** Several questions that do not depend on each other, in the order of their answers. */
export class Questions {
  readonly all: readonly unknown[]

  constructor(all: readonly unknown[]) {
    this.all = all
  }
}

/** Carries out steps that do not depend on each other, so that a driver may ask for all of them in one go. */
export function* together<const Steps extends readonly Step<unknown>[]>(...steps: Steps): Step<Results<Steps>> {
  const results = steps.map((step) => step.next())
  for (;;) {
    const waiting = results.flatMap(({ done }, i) => (done ? [] : [i]))
    if (!waiting.length) return results.map(({ value }) => value) as Results<Steps>
    const answers = (yield new Questions(waiting.map((i) => results[i]!.value))) as unknown[]
    for (const [nth, i] of waiting.entries()) results[i] = steps[i]!.next(answers[nth])
  }
}

/** Runs a step that waits for nothing. */
export function runNow<T>(step: Step<T>): T {
  const { done, value } = step.next()
  if (!done) throw new Error('this step has to wait for something')
  return value
}
