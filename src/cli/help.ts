import type { Command, Family, Listed } from './command.ts'

export function helpOfAll(listed: readonly Listed[]): string {
  const lines = [
    'Usage: track COMMAND …',
    '',
    'Todos, chores, project tasks, gifts, shopping and groceries in one place.',
  ]
  const wide = Math.max(...listed.map((one) => labelOf(one).length))
  for (const group of new Set(listed.map((one) => one.group))) {
    lines.push('', `${group}:`)
    for (const one of listed) if (one.group === group) lines.push(`  ${labelOf(one).padEnd(wide)}  ${one.says}`)
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

export function familyHelp({ name, says }: Listed, { commands }: Family): string {
  const wide = Math.max(...Object.keys(commands).map((word) => word.length))
  return [
    `Usage: track ${name} COMMAND …`,
    '',
    says[0]!.toUpperCase() + says.slice(1),
    '',
    'Commands:',
    ...Object.entries(commands).map(([word, one]) => `  ${word.padEnd(wide)}  ${one.says}`),
    '',
    'Examples:',
    ...Object.values(commands).map(({ command }) => `  ${command.examples[0]}`),
  ].join('\n')
}

export function helpAfter({ about, examples }: Pick<Command, 'about' | 'examples'>): string {
  const told = about ? `\n${about}\n` : ''
  return `${told}\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${examples.map((line) => `  ${line}`).join('\n')}`
}

function labelOf({ name, alias }: Listed): string {
  return alias ? `${name}, ${alias}` : name
}

export const HELP_WIDTH = 100

/** The text in lines of at most `width` columns: what goes on stands under what it belongs to. Command lines stay whole, to be copied. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= width || /^ +track /.test(line) ? [line] : folded(line, width)))
    .join('\n')
}

function folded(line: string, width: number): string[] {
  const column = /^(?: +\S.*?)? {2,}(?=\S)/.exec(line)?.[0].length ?? 0
  const indent = ' '.repeat(column > 0.6 * width ? 4 : column)
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    if (space <= indent.length) break // a word that is longer than the line
    lines.push(rest.slice(0, space).trimEnd())
    rest = indent + rest.slice(space + 1).trimStart()
  }
  return [...lines, rest]
}
