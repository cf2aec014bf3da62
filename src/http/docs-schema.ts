/** As much of a JSON schema as the contract makes use of. */
export interface Schema {
  $ref?: string
  description?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  minimum?: number
  maximum?: number
  maxItems?: number
  maxLength?: number
}

/** A text as HTML, also inside a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

export const code = (text: string) => `<code>${escaped(text)}</code>`

/** A row for each field, those that must be there first and marked. */
export function fieldsTable({ properties = {}, required = [] }: Schema): string {
  const needed = ([name]: [string, Schema]) => required.includes(name)
  const rows = Object.entries(properties)
    .toSorted((a, b) => Number(needed(b)) - Number(needed(a)))
    .map((field) => {
      const mark = needed(field) ? ' <b title="required">*</b>' : ''
      return `<tr><td>${code(field[0])}${mark}</td><td>${typeOf(field[1])}</td></tr>`
    })
  return rows.length
    ? `<table><thead><tr><th>field</th><th>holds</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
    : '<p>nothing</p>'
}

/** What a schema lets through, in a few words. */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return reference(schema.$ref)
  if (schema.description) return escaped(schema.description)
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' or ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ')
  if (schema.const !== undefined) return code(JSON.stringify(schema.const))
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(' ')
  switch (schema.type) {
    case 'array':
      return `list of ${schema.items ? typeOf(schema.items) : 'anything'}${atMost(schema.maxItems)}`
    case 'object':
      return schema.properties ? fieldsTable(schema) : 'object'
    case 'integer':
      return `whole number${range(schema)}`
    case 'string':
      return textType(schema)
    default:
      return schema.type ?? 'anything'
  }
}

function textType({ format = 'text', maxLength }: Schema): string {
  return (format === 'date-time' ? 'instant' : format) + atMost(maxLength, ' characters')
}

const atMost = (count: number | undefined, unit = ''): string => (count ? `, at most ${count}${unit}` : '')

function reference(ref: string): string {
  const name = ref.split('/').at(-1)!
  return `<a href="#${name}">${name}</a>`
}

/** Bounds that a person would think of, not those of the number format. */
function range({ minimum, maximum }: Schema): string {
  const from = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined
  const to = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}`
  return from === undefined ? '' : ` from ${from}`
}
