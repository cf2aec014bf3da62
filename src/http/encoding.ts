/** The encoding that a request likes best of those at hand, the earlier one where it likes several as much; undefined: none (RFC 9110, 12.5.3). */
export function encodingFor<Name extends string>(
  header: string | undefined,
  offered: readonly Name[],
): Name | undefined {
  const weights = new Map((header ?? '').toLowerCase().split(',').map(weighed))
  const weight = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const [best] = offered.toSorted((a, b) => weight(b) - weight(a))
  return best !== undefined && weight(best) > 0 ? best : undefined
}

function weighed(part: string): [name: string, weight: number] {
  const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
  const q = parameters.find((text) => /^q\s*=/.test(text))
  return [name, q === undefined ? 1 : Number(q.split('=')[1])]
}
