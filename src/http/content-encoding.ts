/**
 * The encoding that an Accept-Encoding header prefers among those offered, the earlier offer where it likes several as
 * much; undefined when none is accepted (RFC 9110, section 12.5.3).
 */
export function preferredEncoding<Name extends string>(
  header: string | undefined,
  offered: readonly Name[],
): Name | undefined {
  const weights = new Map((header ?? '').toLowerCase().split(',').map(nameAndWeight))
  const weight = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const [best] = offered.toSorted((a, b) => weight(b) - weight(a))
  return best !== undefined && weight(best) > 0 ? best : undefined
}

function nameAndWeight(part: string): [name: string, weight: number] {
  const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
  const q = parameters.find((text) => /^q\s*=/.test(text))
  return [name, q === undefined ? 1 : Number(q.split('=')[1])]
}
