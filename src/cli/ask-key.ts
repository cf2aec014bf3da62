import { nonEmpty } from './config.ts'
import type { CliEnvironment } from './environment.ts'
import { askHidden, readLine } from './prompt.ts'

/** A key, typed without echo on a terminal, else the first line of standard input; undefined where there is none. */
export async function askKey(
  { stdin, stdout, stderr }: Pick<CliEnvironment, 'stdin' | 'stdout' | 'stderr'>,
  question: string,
): Promise<string | undefined> {
  const screen = stdout.isTTY ? stdout : stderr
  const isHidden = stdin.isTTY && stdin.setRawMode
  return nonEmpty((await (isHidden ? askHidden(stdin, screen, question) : readLine(stdin, nonEmpty))) ?? undefined)
}
