/** A flag as it is declared: `-p, --priority <1-5>`. */
export interface Flag {
  /** `--priority`, `-p` */
  names: string[]
  /** Its property among parsed options: `--last-done` is lastDone, `--no-verify` is verify. */
  property: string
  /** Without a value: `--no-verify` sets its property to false, others to true. */
  negated: boolean
  /** What the value is called: `<1-5>`; undefined if it takes none. */
  value?: string
}

/** The parts of a flag's declaration. */
export function parseFlag(flags: string): Flag {
  const names = flags.match(/(?<=^|, )--?[\w-]+/g) ?? []
  const long = names.find((name) => name.startsWith('--')) ?? names[0] ?? ''
  const negated = long.startsWith('--no-')
  const property = long.replace(/^--(?:no-)?|^-/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return { names, property, negated, value: /<.+>/.exec(flags)?.[0] }
}
