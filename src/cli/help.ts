import type { Command, CommandGroup, CommandEntry } from './command.ts'

const SUMMARY = 'Todos, chores, project tasks, gifts, shopping and groceries in one place.'
const FOOTER =
  'Every command has --help; those that print data have --json. ' +
  'An id may be shortened as long as no other begins the same: t-1f for t-1f3a.'
const EXAMPLES = ['track add Call the dentist tomorrow "#health" p2', 'track', 'track done t-1f']

/** The help of `track` itself: all commands in their groups. */
export function overviewHelp(entries: readonly CommandEntry[]): string {
  const lines = ['Usage: track COMMAND …', '', SUMMARY]
  const width = Math.max(...entries.map((entry) => labelOf(entry).length))
  for (const group of new Set(entries.map((entry) => entry.group))) {
    lines.push('', `${group}:`)
    for (const entry of entries)
      if (entry.group === group) lines.push(`  ${labelOf(entry).padEnd(width)}  ${entry.description}`)
  }
  lines.push('', FOOTER, '', 'Examples:', ...EXAMPLES.map((line) => `  ${line}`))
  return lines.join('\n')
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

/** In columns. Help is not wider, however wide the terminal is. */
export const HELP_WIDTH = 100
/** A deeper indent, as a share of the width, would leave too little room for words. */
const MAX_INDENT_SHARE = 0.6
/** Used in place of an indent that is too deep. */
const SHORT_INDENT = 4

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
  const indent = ' '.repeat(hang > MAX_INDENT_SHARE * width ? SHORT_INDENT : hang)
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
