import type { ChildProcess } from 'node:child_process'

/** How long requests took, in milliseconds, and how many failed. */
export interface Waits {
  p99: number
  max: number
  failed: number
}

/** What a child process answers to a message. */
export function answerOf<T>(child: ChildProcess): Promise<T> {
  const answered = new Promise<T>((done) => child.once('message', done))
  child.send('measure')
  return answered
}

/** What a prober measured since it was asked the last time. */
export async function measurements(prober: ChildProcess): Promise<Waits> {
  const { took, failed } = await answerOf<{ took: number[]; failed: number }>(prober)
  const sorted = took.toSorted((a, b) => a - b)
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0)
  return { p99: at(0.99), max: at(1), failed }
}
