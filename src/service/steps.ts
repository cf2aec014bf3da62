import { Questions, type Step } from '#domain/effects/steps.ts'
import { allSettledOrThrow } from '#store/all-settled.ts'

type Question = () => Promise<unknown>

/** A step that waits for one answer of the database. */
export function* ask<T>(question: () => Promise<T>): Step<T> {
  return (yield question) as T
}

/** Carries a step out over a database: questions that a step puts together are asked at once. */
export async function carryOutStep<T>(step: Step<T>): Promise<T> {
  let result = step.next()
  while (!result.done) {
    let answer: unknown
    try {
      answer = await answerTo(result.value)
    } catch (error) {
      result = step.throw(error)
      continue
    }
    result = step.next(answer)
  }
  return result.value
}

function answerTo(question: unknown): Promise<unknown> {
  return question instanceof Questions ? allSettledOrThrow(...question.all.map(answerTo)) : (question as Question)()
}
