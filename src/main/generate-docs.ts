import { isCommandGroup } from '#cli/command.ts'
import { COMMANDS } from '#cli/commands.ts'
import { HELP_WIDTH, wrapText } from '#cli/help.ts'
import { parse } from '#cli/parse.ts'
import { describe } from '#http/openapi.ts'
import { SETTINGS } from './settings.ts'
import { VERSION } from './version.ts'

const GENERATED = '<!-- Made by `npm run generate`. -->'

function settings(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { description, defaultText, expected }]) =>
      `| \`${name}\` | ${description} | ${defaultText} | ${expected} |`,
  )
  return [
    GENERATED,
    '# Settings of the server',
    '',
    'Each is an environment variable; `track serve` takes the same as flags (`--port` for `TRACK_PORT`), which win. ' +
      '`NAME_FILE` names a file that holds the value. Blanks and quotes around a value are ignored, and an empty ' +
      'variable counts as unset.',
    '',
    '| variable | what it is | default | expects |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

async function commandLine(): Promise<string> {
  const blocks: string[] = []
  const block = async (...words: string[]) => {
    const { text } = await parse([...words, '--help'], VERSION)
    blocks.push(`## track ${words.join(' ')}`, '', '```', wrapText((text ?? '').trim(), HELP_WIDTH), '```', '')
  }
  for (const listed of COMMANDS) {
    const found = await listed.load()
    if (!isCommandGroup(found)) await block(listed.name)
    else for (const word of Object.keys(found.commands)) await block(listed.name, word)
  }
  const { text } = await parse(['--help'], VERSION)
  return [
    GENERATED,
    '# The command line',
    '',
    '```',
    wrapText((text ?? '').trim(), HELP_WIDTH),
    '```',
    '',
    ...blocks,
  ].join('\n')
}

/** The generated documents, by path. */
export async function generateDocs(): Promise<Record<string, string>> {
  return {
    'docs/openapi.json': `${JSON.stringify(describe(VERSION), null, 2)}\n`,
    'docs/settings.md': settings(),
    'docs/cli.md': await commandLine(),
  }
}
