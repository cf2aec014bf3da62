import { render } from 'preact'
import { App } from './shell/app.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/print.css'

/** The browser reads these again when they are needed: relative ones would follow the address of the view. */
for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="manifest"], link[rel*="icon"]'))
  link.setAttribute('href', link.href)

render(<App />, document.getElementById('page')!)
