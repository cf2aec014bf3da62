import { nextTurn, TURN_MS } from './next-turn.ts'
import { Questions, type Step } from '#domain/effects/steps.ts'
import { allSettledOrThrow } from './all-settled.ts'
import { runNow } from './kysely.ts'
import { Statement } from './statement.ts'

/**
 * Carries a step out. Over SQLite statements are answered at once, and so is the step, unless it takes long: then it
 * goes on in later turns of the event loop. Over PostgreSQL, or where a step yields a function that returns a promise,
 * the answer is a promise.
 */
export function runSteps<T>(step: Step<T>, spent: Spent = () => {}, pause: Pause = nextTurn): T | Promise<T> {
  return advance(step, () => step.next(), spent, pause)
}

/**
 * Sends what a step asks, which may be asked in one go only; the promise is of its end. Over SQLite the step is at its
 * end on return, without a promise.
 */
export function sendStep(step: Step<void>): Promise<void> | undefined {
  const { done, value } = step.next()
  if (done) return undefined
  const end = (answer: unknown): undefined => {
    if (!step.next(answer).done) throw new Error('this step asks more than once')
  }
  const answer = answerTo(value)
  return answer instanceof Promise ? answer.then(end) : end(answer)
}

/** Told of the milliseconds for which a step kept the event loop. */
type Spent = (ms: number) => void

/** Called where a step has lasted a turn of the event loop; it goes on when the promise resolves. */
export type Pause = () => Promise<void>

/** A step that waits for a promise. */
export function* waitFor<T>(promised: () => Promise<T>): Step<T> {
  return (yield promised) as T
}

function advance<T>(
  step: Step<T>,
  first: () => IteratorResult<unknown, T>,
  spent: Spent,
  pause: Pause,
): T | Promise<T> {
  const startedAt = performance.now()
  try {
    let result = first()
    while (!result.done) {
      let answer: unknown
      try {
        answer = answerTo(result.value)
      } catch (error) {
        result = step.throw(error)
        continue
      }
      if (answer instanceof Promise)
        return answer.then(
          (value: unknown) => advance(step, () => step.next(value), spent, pause),
          (error: unknown) => advance(step, () => step.throw(error), spent, pause),
        )
      if (performance.now() - startedAt > TURN_MS)
        return pause().then(
          () => advance(step, () => step.next(answer), spent, pause),
          (error: unknown) => advance(step, () => step.throw(error), spent, pause),
        )
      result = step.next(answer)
    }
    return result.value
  } finally {
    spent(performance.now() - startedAt)
  }
}

/** The answer, or a promise of it. */
function answerTo(question: unknown): unknown {
  if (question instanceof Statement)
    return runNow(question.db, question.query) ?? question.db.executeQuery(question.query)
  if (!(question instanceof Questions)) return (question as () => unknown)()
  const answers = question.all.map(answerTo)
  return answers.some((answer) => answer instanceof Promise) ? allSettledOrThrow(...answers) : answers
}
