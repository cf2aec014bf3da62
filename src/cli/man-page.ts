import { parsePositional } from './arguments.ts'
import { type Command, type CommandEntry, isCommandGroup, optionsOf } from './command.ts'
import { FOOTER, SUMMARY } from './help.ts'

/** A page of the manual in the man format of roff. */
export interface ManPage {
  /** `track-add` */
  name: string
  text: string
}

/** The pages of all commands, made of what their help is made of; the first is that of `track` itself. */
export async function manPages(all: readonly CommandEntry[], version: string): Promise<ManPage[]> {
  const pages = [overviewPage(all, version)]
  for (const entry of all) {
    const loaded = await entry.load()
    if (!isCommandGroup(loaded)) {
      pages.push(commandPage(entry.name, entry.description, loaded, version))
      continue
    }
    const inner = Object.entries(loaded.commands)
    pages.push({
      name: pageName(entry.name),
      text: page(entry.name, entry.description, version, [
        ['SYNOPSIS', `.B track ${entry.name}\n.I COMMAND`],
        [
          'COMMANDS',
          inner.map(([word, { description }]) => term(`track ${entry.name} ${word}`, description)).join('\n'),
        ],
        ['SEE ALSO', inner.map(([word]) => reference(pageName(`${entry.name} ${word}`))).join(',\n')],
      ]),
    })
    for (const [word, { description, command }] of inner)
      pages.push(commandPage(`${entry.name} ${word}`, description, command, version))
  }
  return pages
}

const pageName = (command: string): string => ['track', ...command.split(' ').filter(Boolean)].join('-')

function commandPage(name: string, description: string, command: Command, version: string): ManPage {
  const { args = [], about, examples } = command
  const synopsis = [`.B track ${name}`, '[\\fIoptions\\fR]', ...args.map(([arg]) => `\\fI${escaped(arg)}\\fR`)].join(
    '\n',
  )
  const sections: [string, string][] = [
    ['SYNOPSIS', synopsis],
    ['DESCRIPTION', paragraphs(capitalised(description) + (about ? `.\n${about}` : '.'))],
    ['ARGUMENTS', args.map(([arg, meaning]) => term(parsePositional(arg).name, meaning)).join('\n')],
    [
      'OPTIONS',
      optionsOf(command)
        .map(({ flags, description: meaning }) => term(flags, meaning))
        .join('\n'),
    ],
    ['EXAMPLES', `.nf\n${examples.map(escapedLine).join('\n')}\n.fi`],
    ['SEE ALSO', reference('track')],
  ]
  return { name: pageName(name), text: page(name, description, version, sections) }
}

const FILES = [
  term('~/.track/config.toml', 'Keys and addresses, written by track config.'),
  term('TRACK_API_KEY, TRACK_API_URL', 'Take precedence over the file.'),
  term('TRACK_ACCOUNT', 'The account of the file whose key is used; --as takes precedence.'),
  term('TRACK_PAGER, PAGER', 'Shows what is longer than the screen; less without them, nothing if empty.'),
  term('VISUAL, EDITOR', 'Opens for track edit.'),
  term('NO_COLOR', 'Turns colours off; --color takes precedence.'),
].join('\n')

const EXIT_STATUS = [
  term('0', 'Done.'),
  term('1', 'Failed.'),
  term('2', 'Wrong usage.'),
  term('4', 'The server refused the key.'),
  term('130', 'Interrupted.'),
].join('\n')

function overviewPage(all: readonly CommandEntry[], version: string): ManPage {
  const groups = [...new Set(all.map(({ group }) => group))]
  const commands = groups.flatMap((group) => [
    `.SS ${escaped(group)}`,
    ...all.filter((entry) => entry.group === group).map(({ name, description }) => term(`track ${name}`, description)),
  ])
  return {
    name: 'track',
    text: page('', SUMMARY.replace(/\.$/, ''), version, [
      ['SYNOPSIS', '.B track\n[\\fICOMMAND\\fR]\n[\\fIoptions\\fR]'],
      ['DESCRIPTION', paragraphs(`${SUMMARY}\nWithout a command it shows what matters today. ${FOOTER}`)],
      ['COMMANDS', commands.join('\n')],
      ['FILES AND ENVIRONMENT', FILES],
      ['EXIT STATUS', EXIT_STATUS],
      ['SEE ALSO', all.map(({ name }) => reference(pageName(name))).join(',\n')],
    ]),
  }
}

function page(name: string, description: string, version: string, sections: [string, string][]): string {
  return [
    `.TH ${pageName(name).toUpperCase()} 1 "" "Track ${escaped(version)}" "Track"`,
    '.SH NAME',
    `${escaped(pageName(name))} \\- ${escaped(description)}`,
    ...sections.filter(([, text]) => text).flatMap(([title, text]) => [`.SH ${title}`, text]),
    '',
  ].join('\n')
}

const capitalised = (text: string) => text[0]!.toUpperCase() + text.slice(1)
function term(name: string, meaning: string): string {
  return `.TP\n.B ${escaped(name)}\n${escapedLine(meaning)}`
}

const reference = (name: string) => `.BR ${escaped(name)} (1)`
const paragraphs = (text: string) => text.split('\n').map(escapedLine).join('\n.PP\n')

/** Text without a meaning in roff; hyphens stay hyphens, so that flags can be copied. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('"', '\\(dq')
}

/** The same at the beginning of a line, where `.` and `'` begin a request. */
function escapedLine(text: string): string {
  return escaped(text).replace(/^(?=[.'])/, '\\&')
}
