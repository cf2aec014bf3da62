import type { Command, CommandGroup, CommandEntry } from './command.ts'

export function overviewHelp(entries: readonly CommandEntry[]): string {
  const lines = [
    'Usage: track COMMAND …',
    '',
    'Todos, chores, project tasks, gifts, shopping and groceries in one place.',
  ]
  const width = Math.max(...entries.map((entry) => labelOf(entry).length))
  for (const group of new Set(entries.map((entry) => entry.group))) {
    lines.push('', `${group}:`)
    for (const entry of entries)
      if (entry.group === group) lines.push(`  ${labelOf(entry).padEnd(width)}  ${entry.description}`)
  }
  lines.push(
    '',
    'Every command answers --help, and --json where it prints data. Ids may be shortened to a clear beginning.',
  )
  return [
    ...lines,
    '',
    'Examples:',
    ...['track add Call the dentist tomorrow "#health" p2', 'track', 'track done t-1f'].map((line) => `  ${line}`),
  ].join('\n')
}

export function groupHelp({ name, description }: CommandEntry, { commands }: CommandGroup): string {
  const width = Math.max(...Object.keys(commands).map((word) => word.length))
  return [
    `Usage: track ${name} COMMAND …`,
    '',
    description[0]!.toUpperCase() + description.slice(1),
    '',
    'Commands:',
    ...Object.entries(commands).map(([word, entry]) => `  ${word.padEnd(width)}  ${entry.description}`),
    '',
    'Examples:',
    ...Object.values(commands).map(({ command }) => `  ${command.examples[0]}`),
  ].join('\n')
}

/** What a command's help says after its options: `about`, then the examples. */
export function helpFooter({ about, examples }: Pick<Command, 'about' | 'examples'>): string {
  const details = about ? `\n${about}\n` : ''
  const lines = examples.map((line) => `  ${line}`).join('\n')
  return `${details}\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${lines}`
}

function labelOf({ name, alias }: CommandEntry): string {
  return alias ? `${name}, ${alias}` : name
}

/** Columns; narrower terminals wrap earlier. */
export const HELP_WIDTH = 100

/** Wraps text at `width` columns with hanging indents. Command lines are not wrapped, so that they can be copied. */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= width || /^ +track /.test(line) ? [line] : foldLine(line, width)))
    .join('\n')
}

function foldLine(line: string, width: number): string[] {
  // Continuation lines start below the second column (`  name  description`), or at the line's own indent.
  const hang = /^(?: +\S.*?)? {2,}(?=\S)/.exec(line)?.[0].length ?? 0
  const indent = ' '.repeat(hang > 0.6 * width ? 4 : hang)
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    if (space <= indent.length) break // the word is longer than a line
    lines.push(rest.slice(0, space).trimEnd())
    rest = indent + rest.slice(space + 1).trimStart()
  }
  return [...lines, rest]
}
