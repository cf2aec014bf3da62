type Render = (text: string) => string

const TAGS = ['a', 'b', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'img', 'input', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 's', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'u', 'ul']
const ATTRIBUTES = ['href', 'title', 'alt', 'src', 'type', 'checked', 'disabled', 'start', 'align']
const BLOCK = /^(?:P|H[1-6]|UL|OL|LI|BLOCKQUOTE|PRE|TD|TH)$/
const LINK = /^(?:https?:|mailto:|tel:)/i
const IMAGE = /^data:image\/(?:png|jpe?g|gif|webp);/i

let loading: Promise<Render> | null = null

/** What renders Markdown into safe HTML; fetched when the first notes are shown. */
export function markdown(): Promise<Render> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function load(): Promise<Render> {
  const [{ Marked }, { default: purify }] = await Promise.all([import('marked'), import('dompurify')])
  const marked = new Marked({ gfm: true, breaks: true, async: false })
  const purifier = purify(window)
  purifier.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName === 'A') link(node)
    else if (node.tagName === 'IMG') image(node)
    else if (node.tagName === 'INPUT') tick(node)
    if (BLOCK.test(node.tagName)) node.setAttribute('dir', 'auto')
  })
  return (text) => purifier.sanitize(marked.parse(text, { async: false }), { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ATTRIBUTES, ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false })
}

function link(node: Element): void {
  if (!LINK.test(node.getAttribute('href') ?? '')) return node.removeAttribute('href')
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer')
}

/** Nothing is asked of other servers: such an image becomes a link to it. */
function image(node: Element): void {
  const address = node.getAttribute('src') ?? ''
  if (IMAGE.test(address)) return
  const instead = document.createElement(LINK.test(address) ? 'a' : 'span')
  instead.textContent = node.getAttribute('alt') || 'image'
  if (LINK.test(address)) {
    instead.setAttribute('href', address)
    link(instead)
  }
  node.replaceWith(instead)
}

function tick(node: Element): void {
  if (node.getAttribute('type') !== 'checkbox') return node.remove()
  node.setAttribute('disabled', '')
  node.setAttribute('aria-label', node.hasAttribute('checked') ? 'done' : 'not done')
}
