import { render } from 'preact'
import { App } from './shell/app.tsx'
import './styles/tokens.css'
import './styles/base.css'

const ONCE_MS = 60_000

/** A part of the page that is gone means that the server has a newer one. */
addEventListener('vite:preloadError', (event) => {
  event.preventDefault()
  const last = Number(sessionStorage.getItem('track.reloaded'))
  if (!navigator.onLine || Date.now() - last < ONCE_MS) return
  sessionStorage.setItem('track.reloaded', String(Date.now()))
  location.reload()
})

/** The browser reads these again when they are needed: relative ones would follow the address of the view. */
for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="manifest"], link[rel*="icon"]'))
  link.setAttribute('href', link.href)

render(<App />, document.getElementById('page')!)
